package dev.dromon.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.dromon.gather.InterventionReader;
import dev.dromon.model.Intervention;

/**
 * Says who asks something of a version, as the admission policy dromon-interventions does: the user, a blank, and the version of the object until then. What a user writes
 * there is written over; what was asked before, and is asked still, keeps its signature.
 */
final class InterventionAdmitter implements Admitter {

    private static final String ANNOTATIONS = "/metadata/annotations";

    @Override
    public ArrayNode admit(AdmissionRequest request) {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        JsonNode asked = request.object().at(ANNOTATIONS);
        JsonNode before = request.old().at(ANNOTATIONS);
        String signature = request.user() + " " + request.old().at("/metadata/resourceVersion").asText();
        for (Intervention.Verb verb : Intervention.Verb.values()) {
            String key = InterventionReader.key(verb);
            if (asked.has(key)) {
                String by = InterventionReader.signature(verb);
                boolean still = asked.get(key).equals(before.get(key)) && before.has(by);
                patch.addObject().put("op", "add").put("path", ANNOTATIONS + "/" + by.replace("/", "~1")).put("value", still ? before.get(by).asText() : signature);
            }
        }
        return patch;
    }
}
