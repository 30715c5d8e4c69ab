package dev.dromon.admission;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * The request of an AdmissionReview (admission.k8s.io/v1).
 *
 * @param uid       comes back in the answer; never empty
 * @param namespace of the object; empty when it is in none
 * @param user      who asks the API server
 * @param object    as it is to be stored
 * @param old       as it was; a missing node when there was none
 */
record AdmissionRequest(String uid, String namespace, String user, JsonNode object, JsonNode old) {

    static final String API = "admission.k8s.io/v1";
    static final String KIND = "AdmissionReview";

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /** A body is no AdmissionReview; one sentence, and nothing of the body. */
    static final class UnreadableReview extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableReview(String message) {
            super(message);
        }
    }

    /** Reads a body. {@link UnreadableReview} when it is no AdmissionReview that has an object. */
    static AdmissionRequest read(byte[] body) throws UnreadableReview {
        JsonNode review = tree(body);
        if (review == null || !API.equals(review.path("apiVersion").asText()) || !KIND.equals(review.path("kind").asText())) {
            throw new UnreadableReview("expected an " + KIND + " of " + API + ", found something else; only the API server calls this");
        }
        JsonNode request = review.path("request");
        String uid = request.path("uid").asText();
        if (uid.isEmpty() || !request.path("object").isObject()) {
            throw new UnreadableReview("expected a request with a uid and an object in the " + KIND + ", found none; only the API server calls this");
        }
        return new AdmissionRequest(uid, request.path("namespace").asText(), request.path("userInfo").path("username").asText(), request.path("object"), request.path("oldObject"));
    }

    private static JsonNode tree(byte[] body) throws UnreadableReview {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UnreadableReview("expected a JSON document, found something else; only the API server calls this");
        }
    }
}
