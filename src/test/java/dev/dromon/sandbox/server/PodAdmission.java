package dev.dromon.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the admission policies and the API server do to a new pod. Pure but for the pod it is given. Rules: kustomize/base/admission; Kubernetes, Pod Scheduling Readiness. */
final class PodAdmission {

    static final String GATE = "dromon.dev/pre-deployment";
    private static final Set<String> OWNERS = Set.of("ReplicaSet", "StatefulSet", "DaemonSet");

    private PodAdmission() {
    }

    /**
     * Adds our gate behind all others to a pod of a workload in an opted-in namespace, takes it off again when the pod's revision is approved, and gives the pod
     * its first status.
     *
     * @param approved {@code <owner uid>.<template hash>} of all revisions that may start
     */
    static void admit(ObjectNode pod, boolean optedIn, Set<String> approved) {
        Optional<JsonNode> owner = stream(pod.at("/metadata/ownerReferences")).filter(o -> OWNERS.contains(o.path("kind").asText())).findFirst();
        ObjectNode spec = pod.withObjectProperty("spec");
        if (owner.isPresent() && optedIn && stream(spec.path("schedulingGates")).noneMatch(PodAdmission::ours)) {
            spec.withArrayProperty("schedulingGates").addObject().put("name", GATE);
        }
        if (owner.map(o -> o.path("uid").asText() + "." + hash(pod)).filter(approved::contains).isPresent()) {
            removeOurs(spec.withArrayProperty("schedulingGates"));
        }
        firstStatus(pod, !spec.path("schedulingGates").isEmpty());
    }

    private static boolean ours(JsonNode gate) {
        return GATE.equals(gate.path("name").asText());
    }

    private static void removeOurs(ArrayNode gates) {
        gates.removeIf(PodAdmission::ours);
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
