package dev.dromon.hook;

import dev.dromon.http.Reply;
import java.time.Duration;
import java.util.Optional;

/** A delivery that is not taken: the answer to it. Its sentence says nothing of the body, of headers or of a Secret. */
final class WebhookRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;
    private final transient Optional<Duration> retryAfter;

    private WebhookRefusal(int status, String title, String detail, Optional<Duration> retryAfter) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.retryAfter = retryAfter;
    }

    /** Its content type is none that is read. */
    static WebhookRefusal mediaType(String detail) {
        return new WebhookRefusal(415, "Unsupported Media Type", detail, Optional.empty());
    }

    /** There is no such trigger. */
    static WebhookRefusal unknown() {
        return new WebhookRefusal(404, "Not Found", "there is nothing under this path", Optional.empty());
    }

    /** It does not prove where it comes from, or nobody can tell whether it does. */
    static WebhookRefusal notAuthentic() {
        return new WebhookRefusal(401, "Unauthorized", "the delivery does not prove where it comes from", Optional.empty());
    }

    /** There are too many. */
    static WebhookRefusal tooMany(String detail, Duration retryAfter) {
        return new WebhookRefusal(429, "Too Many Requests", detail, Optional.of(retryAfter));
    }

    /** It cannot be read. */
    static WebhookRefusal malformed(String detail) {
        return new WebhookRefusal(400, "Bad Request", detail, Optional.empty());
    }

    /** It can be read, but nothing can be done with it. */
    static WebhookRefusal unusable(String detail) {
        return new WebhookRefusal(422, "Unprocessable Content", detail, Optional.empty());
    }

    /** It contradicts an earlier one. */
    static WebhookRefusal conflict(String detail) {
        return new WebhookRefusal(409, "Conflict", detail, Optional.empty());
    }

    /** What it is for has been and is over. */
    static WebhookRefusal gone(String detail) {
        return new WebhookRefusal(410, "Gone", detail, Optional.empty());
    }

    /** It may be taken later. */
    static WebhookRefusal later(String detail, Duration retryAfter) {
        return new WebhookRefusal(503, "Service Unavailable", detail, Optional.of(retryAfter));
    }

    int status() {
        return status;
    }

    /** The answer; it tells when to come again where that may help. */
    Reply reply() {
        Reply reply = Reply.problem(status, title, getMessage());
        Reply challenged = status == 401 ? reply.with("WWW-Authenticate", "Bearer realm=\"webhook\"") : reply;
        return retryAfter.map(after -> challenged.with("Retry-After", Long.toString(Math.max(1, after.plusMillis(999).toSeconds())))).orElse(challenged);
    }
}
