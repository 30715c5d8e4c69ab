package dev.dromon.admission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.dromon.http.Reply;
import dev.dromon.http.Request;
import dev.dromon.http.Responder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers AdmissionReviews of the API server (Kubernetes, Dynamic Admission Control). What is no review gets a 400, and anything but JSON a 415. */
final class AdmissionResponder implements Responder {

    private static final Logger LOG = LoggerFactory.getLogger(AdmissionResponder.class);
    private static final String TYPE = "application/json";
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final int UNAVAILABLE = 503;

    private final Admitter admitter;

    AdmissionResponder(Admitter admitter) {
        this.admitter = admitter;
    }

    @Override
    public Reply reply(Request request) {
        if (!request.header("Content-Type").filter(type -> TYPE.equalsIgnoreCase(type.replaceFirst(";.*", "").strip())).isPresent()) {
            return Reply.problem(UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type", "this path takes " + TYPE + " only");
        }
        try {
            return reply(AdmissionRequest.read(request.body()));
        } catch (AdmissionRequest.UnreadableReview e) {
            return Reply.problem(BAD_REQUEST, "Bad Request", e.getMessage());
        }
    }

    private Reply reply(AdmissionRequest asked) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("uid", asked.uid());
        try {
            ArrayNode patch = admitter.admit(asked);
            response.put("allowed", true);
            if (!patch.isEmpty()) {
                response.put("patchType", "JSONPatch");
                response.put("patch", Base64.getEncoder().encodeToString(patch.toString().getBytes(StandardCharsets.UTF_8)));
            }
        } catch (Admitter.Refusal e) {
            LOG.warn("refused, nothing is let through unjudged namespace={} reason=\"{}\"", asked.namespace(), e.getMessage());
            response.put("allowed", false);
            response.put("status", Map.of("code", UNAVAILABLE, "reason", "ServiceUnavailable", "message", e.getMessage()));
        }
        return Reply.json(OK, Map.of("apiVersion", AdmissionRequest.API, "kind", AdmissionRequest.KIND, "response", response));
    }
}
