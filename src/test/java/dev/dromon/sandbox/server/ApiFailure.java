package dev.dromon.sandbox.server;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.MockResponse;

/** A request that is refused, with the status and the reason that a real API server gives. */
final class ApiFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;

    private ApiFailure(int code, String reason, String message) {
        super(message);
        this.code = code;
        this.reason = reason;
    }

    static ApiFailure badRequest(String message) {
        return new ApiFailure(400, "BadRequest", message);
    }

    static ApiFailure notFound(ResourcePath path) {
        return new ApiFailure(404, "NotFound", path.title() + " not found");
    }

    static ApiFailure notServed(String path) {
        return new ApiFailure(404, "NotFound", "the server could not find the requested resource " + path);
    }

    static ApiFailure methodNotAllowed(String method) {
        return new ApiFailure(405, "MethodNotAllowed", "the server does not allow the method " + method);
    }

    static ApiFailure alreadyExists(ResourcePath path) {
        return new ApiFailure(409, "AlreadyExists", path.title() + " already exists");
    }

    static ApiFailure conflict(ResourcePath path, String why) {
        return new ApiFailure(409, "Conflict", "Operation cannot be fulfilled on " + path.title() + ": " + why);
    }

    static ApiFailure unsupportedMediaType(String contentType) {
        return new ApiFailure(415, "UnsupportedMediaType", "the body of the request has type " + contentType
                + "; the sandbox takes application/json-patch+json and application/merge-patch+json");
    }

    static ApiFailure invalid(String message) {
        return new ApiFailure(422, "Invalid", message);
    }

    static ApiFailure internal(RuntimeException bug) {
        return new ApiFailure(500, "InternalError", "the sandbox itself failed: " + bug);
    }

    MockResponse response() {
        String body = Serialization.asJson(new StatusBuilder().withStatus("Failure").withCode(code).withReason(reason).withMessage(getMessage()).build());
        return new MockResponse().setResponseCode(code).setBody(body);
    }
}
