package dev.dromon.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the admission policies and the API server do to a new pod. Pure but for the pod it is given. Rules: kustomize/base/admission; Kubernetes, Pod Scheduling Readiness. */
final class PodAdmission {

    static final String GATE = "dromon.dev/pre-deployment";
    private static final String REMOVED = "keptn.sh/scheduling-gate-removed";
    private static final Set<String> OWNERS = Set.of("ReplicaSet", "StatefulSet", "DaemonSet");

    private PodAdmission() {
    }

    /**
     * Adds our gate behind all others to a pod of a workload in an opted-in namespace that was not let go before, takes it off again when the pod's revision is
     * approved, and gives the pod its first status.
     *
     * @param approved {@code <owner uid>.<template hash>} of all revisions that may start
     */
    static void admit(ObjectNode pod, boolean optedIn, Set<String> approved) {
        List<JsonNode> owners = stream(pod.at("/metadata/ownerReferences")).toList();
        ArrayNode gates = pod.withObjectProperty("spec").withArrayProperty("schedulingGates");
        boolean workload = owners.stream().anyMatch(o -> OWNERS.contains(o.path("kind").asText()));
        if (workload && optedIn && !letGo(pod) && stream(gates).noneMatch(PodAdmission::ours)) {
            gates.addObject().put("name", GATE);
        }
        if (owners.stream().map(o -> o.path("uid").asText() + "." + hash(pod)).anyMatch(approved::contains)) {
            gates.removeIf(PodAdmission::ours);
        }
        firstStatus(pod, !gates.isEmpty());
    }

    private static boolean letGo(ObjectNode pod) {
        return Stream.of("annotations", "labels").anyMatch(map -> !pod.path("metadata").path(map).path(REMOVED).asText().isEmpty());
    }

    private static boolean ours(JsonNode gate) {
        return GATE.equals(gate.path("name").asText());
    }

    private static String hash(JsonNode pod) {
        JsonNode labels = pod.at("/metadata/labels");
        return labels.path("pod-template-hash").asText(labels.path("controller-revision-hash").asText());
    }

    private static void firstStatus(ObjectNode pod, boolean gated) {
        ObjectNode status = pod.putObject("status").put("phase", "Pending");
        if (gated) {
            status.putArray("conditions").addObject().put("type", "PodScheduled").put("status", "False").put("reason", "SchedulingGated")
                    .put("message", "Scheduling is blocked due to non-empty scheduling gates");
        }
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
