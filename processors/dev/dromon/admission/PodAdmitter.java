package dev.dromon.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.dromon.gate.AdmissionDecider;
import dev.dromon.gate.AdmissionVerdict;
import dev.dromon.gate.AdmittedPod;
import dev.dromon.gather.Pods;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Gates pods as the admission policies dromon-gate and dromon-approved do together. Reads the pod as JSON, and patches only the list of gates, so what this version does not
 * know of a pod stays.
 */
final class PodAdmitter implements Admitter {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String GATES = "/spec/schedulingGates";
    private static final String REMOVED = "keptn.sh/scheduling-gate-removed";

    private final Optional<String> watched;
    private final EnabledNamespaces namespaces;
    private final Function<String, Set<String>> approved;

    /**
     * Judges pods.
     *
     * @param watched    the only namespace that is looked after: nobody would let go what is gated in another one; empty for all
     * @param namespaces which ones are opted in
     * @param approved   namespace to the revisions of it that may start
     */
    PodAdmitter(Optional<String> watched, EnabledNamespaces namespaces, Function<String, Set<String>> approved) {
        this.watched = watched;
        this.namespaces = namespaces;
        this.approved = approved;
    }

    @Override
    public ArrayNode admit(AdmissionRequest request) throws Refusal {
        if (watched.isPresent() && !watched.get().equals(request.namespace())) {
            return NODES.arrayNode();
        }
        try {
            AdmissionVerdict verdict = AdmissionDecider.decide(pod(request.object()), approved.apply(request.namespace()), () -> namespaces.enabled(request.namespace()));
            return patch(verdict, request.object().at(GATES));
        } catch (EnabledNamespaces.UnknownNamespace e) {
            throw new Refusal(e.getMessage(), e);
        }
    }

    private static AdmittedPod pod(JsonNode pod) {
        List<JsonNode> owners = stream(pod.at("/metadata/ownerReferences")).toList();
        String hash = Pods.HASHES.stream().map(key -> pod.at("/metadata/labels").path(key)).filter(JsonNode::isTextual).map(JsonNode::asText).findFirst().orElse("");
        boolean letGo = Stream.of("labels", "annotations").anyMatch(where -> !pod.path("metadata").path(where).path(REMOVED).asText().isEmpty());
        return new AdmittedPod(owners.stream().anyMatch(o -> Pods.OWNERS.contains(o.path("kind").asText())), stream(pod.at(GATES)).anyMatch(PodAdmitter::ours), letGo,
                owners.stream().map(o -> o.path("uid").asText() + "." + hash).toList());
    }

    private static ArrayNode patch(AdmissionVerdict verdict, JsonNode gates) {
        ArrayNode patch = NODES.arrayNode();
        switch (verdict) {
            case GATED -> {
                JsonNode gate = NODES.objectNode().put("name", Pods.GATE);
                boolean first = gates.isEmpty();
                patch.addObject().put("op", "add").put("path", first ? GATES : GATES + "/-").set("value", first ? NODES.arrayNode().add(gate) : gate);
            }
            case UNGATED -> {
                ArrayNode others = NODES.arrayNode();
                stream(gates).filter(gate -> !ours(gate)).forEach(others::add);
                patch.addObject().put("op", "replace").put("path", GATES).set("value", others);
            }
            case UNTOUCHED -> { }
        }
        return patch;
    }

    private static boolean ours(JsonNode gate) {
        return Pods.GATE.equals(gate.path("name").asText());
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
