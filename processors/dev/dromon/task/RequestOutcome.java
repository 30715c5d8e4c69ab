package dev.dromon.task;

import dev.dromon.model.Blocker;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of a look at a request that was not sent yet.
 *
 * @param kind   what happened
 * @param why    why it waits; empty otherwise
 * @param detail why it was rejected, or the hash of the token that counts from now on; empty otherwise
 */
public record RequestOutcome(Kind kind, Optional<Blocker> why, String detail) {

    /** What happened to it: nothing, the receiver took it, it could not be sent or was not taken, the receiver does not want it, its token is another one now. */
    public enum Kind {
        NONE, TAKEN, WAITING, REJECTED, RENEWED
    }

    /** Nothing happened. */
    public static final RequestOutcome NONE = new RequestOutcome(Kind.NONE, Optional.empty(), "");
    /** The receiver took it. */
    public static final RequestOutcome TAKEN = new RequestOutcome(Kind.TAKEN, Optional.empty(), "");

    public RequestOutcome {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(why);
        Objects.requireNonNull(detail);
    }

    /** It waits, for this reason. */
    public static RequestOutcome waiting(Blocker why) {
        return new RequestOutcome(Kind.WAITING, Optional.of(why), "");
    }

    /** It will never be taken; a sentence that says why. */
    public static RequestOutcome rejected(String why) {
        return new RequestOutcome(Kind.REJECTED, Optional.empty(), why);
    }

    /** The key that tokens are made with has changed before it was sent. */
    public static RequestOutcome renewed(String tokenHash) {
        return new RequestOutcome(Kind.RENEWED, Optional.empty(), tokenHash);
    }
}
