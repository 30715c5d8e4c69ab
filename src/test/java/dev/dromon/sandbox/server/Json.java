package dev.dromon.sandbox.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Reads bodies and stored objects; what is not JSON is refused with 400. */
final class Json {

    private Json() {
    }

    static JsonNode parse(String body) {
        try {
            return Serialization.jsonMapper().readTree(body == null ? "" : body);
        } catch (JsonProcessingException e) {
            throw ApiFailure.badRequest("the body is not JSON: " + e.getOriginalMessage());
        }
    }

    static ObjectNode object(String body) {
        if (parse(body) instanceof ObjectNode object) {
            return object;
        }
        throw ApiFailure.badRequest("expected a JSON object as body, found " + (body == null || body.isEmpty() ? "nothing" : "something else"));
    }

    /** The object with that resourceVersion. */
    static String withVersion(String json, long version) {
        ObjectNode object = object(json);
        object.withObjectProperty("metadata").put("resourceVersion", Long.toString(version));
        return object.toString();
    }
}
