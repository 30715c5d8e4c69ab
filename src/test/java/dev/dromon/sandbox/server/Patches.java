package dev.dromon.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;

/** Applies patches. Rules: RFC 6902 (JSON patch) and RFC 7386 (merge patch). Pure. */
final class Patches {

    private Patches() {
    }

    /** The patched object; neither argument is changed. Refuses other patch types with 415 and a JSON patch that does not apply, or whose test fails, with 422. */
    static ObjectNode apply(String contentType, JsonNode current, JsonNode patch) {
        String type = contentType == null ? "" : contentType.split(";")[0].trim();
        JsonNode patched = switch (type) {
            case "application/json-patch+json" -> json(current, patch);
            case "application/merge-patch+json" -> merge(current, patch);
            default -> throw ApiFailure.unsupportedMediaType(contentType);
        };
        if (patched instanceof ObjectNode object) {
            return object;
        }
        throw ApiFailure.invalid("expected an object after the patch, found " + patched.getNodeType());
    }

    private static JsonNode json(JsonNode current, JsonNode patch) {
        try {
            return JsonPatch.apply(patch, current.deepCopy());
        } catch (JsonPatchException e) {
            throw ApiFailure.invalid("the server rejected our request due to an error in our request: " + e.getMessage());
        }
    }

    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode result = target != null && target.isObject() ? target.deepCopy() : JsonNodeFactory.instance.objectNode();
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                result.remove(field.getKey());
            } else {
                result.set(field.getKey(), merge(result.get(field.getKey()), field.getValue()));
            }
        });
        return result;
    }
}
