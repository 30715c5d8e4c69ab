package dev.dromon.query;

import dev.dromon.http.Reply;
import dev.dromon.http.Request;
import java.util.Optional;
import java.util.regex.Pattern;

/** Lets those in who may read, and says why not to all others. */
final class EventAccess {

    /** Longer tokens are not asked about, in characters. */
    static final int LONGEST_TOKEN = 16 * 1024;

    private static final int RETRY_SECONDS = 5;
    /** RFC 6750, section 2.1. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final AccessReviewer reviewer;
    private final Optional<String> watched;

    /** Watched is the only namespace that is looked after; empty for all. */
    EventAccess(AccessReviewer reviewer, Optional<String> watched) {
        this.reviewer = reviewer;
        this.watched = watched;
    }

    /** The answer to a request whose token cannot be one; empty when it may be. */
    Optional<Reply> withoutToken(Request request) {
        Optional<String> token = request.bearer();
        if (token.isEmpty()) {
            return Optional.of(unauthorized("expected a bearer token of the cluster in the header Authorization, found none; kubectl create token makes one"));
        }
        if (token.get().length() > LONGEST_TOKEN) {
            return Optional.of(unauthorized("expected a bearer token of at most " + LONGEST_TOKEN + " characters, found a longer one"));
        }
        return TOKEN.matcher(token.get()).matches() ? Optional.empty()
                : Optional.of(unauthorized("expected a bearer token of the cluster in the header Authorization, found something else"));
    }

    /** What a request with a token may see of what it selects: when only one namespace is looked after that one. */
    EventSelection within(EventSelection selection) {
        return watched.filter(only -> selection.namespace().isEmpty()).map(selection::in).orElse(selection);
    }

    /** The answer to a request that may not have what it selects; empty when it may. */
    Optional<Reply> refusal(String token, EventSelection selection) throws InterruptedException {
        Optional<Reply> refusal = refusal(token, selection.namespace());
        return refusal.isPresent() ? refusal : watched.filter(only -> !selection.hasNamespace(only)).map(only -> Reply.problem(404, "Not Found",
                "expected parameter namespace to be " + only + ", which is the only namespace that is looked after, found '" + selection.namespace().orElse("") + "'"));
    }

    /** The answer to a request that may not have what there is in a namespace, or in all when it is empty; empty when it may. */
    Optional<Reply> refusal(String token, Optional<String> namespace) throws InterruptedException {
        try {
            AccessReviewer.Right right = reviewer.right();
            return switch (reviewer.review(token, namespace)) {
                case ALLOWED -> Optional.empty();
                case UNKNOWN -> Optional.of(unauthorized("the cluster does not know the bearer token, or it has expired; kubectl create token makes a new one"));
                case FORBIDDEN -> Optional.of(Reply.problem(403, "Forbidden", "the user of the token may not " + right.verb() + " " + right.resource() + "." + right.group() + " "
                        + namespace.map(name -> "in namespace " + name).orElse("in all namespaces; ask for one namespace") + "; a Role or ClusterRole can grant it"));
            };
        } catch (AccessReviewer.UnavailableException e) {
            return Optional.of(unavailable(e.getMessage()));
        }
    }

    private static Reply unauthorized(String detail) {
        return Reply.problem(401, "Unauthorized", detail).with("WWW-Authenticate", "Bearer realm=\"dromon\"");
    }

    /** Come back in some seconds. */
    static Reply unavailable(String why) {
        return Reply.problem(503, "Service Unavailable", why + "; try again").with("Retry-After", Integer.toString(RETRY_SECONDS));
    }
}
