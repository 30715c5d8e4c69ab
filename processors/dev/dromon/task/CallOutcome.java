package dev.dromon.task;

import dev.dromon.model.Blocker;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of a look at the call of a task.
 *
 * @param kind   what happened
 * @param why    what it waits for; empty otherwise
 * @param detail one word and one sentence on how an attempt ended; both empty when none has
 * @param repeat how it may be repeated; empty when it may not
 */
public record CallOutcome(Kind kind, Optional<Blocker> why, Detail detail, Optional<Repeat> repeat) {

    /** What happened: nothing, an attempt has begun, it cannot begin, the last attempt succeeded, it failed for good, it failed and may be repeated. */
    public enum Kind {
        NONE, BEGUN, WAITING, SUCCEEDED, FAILED, REPEAT
    }

    /** PascalCase reason and one sentence. */
    public record Detail(String reason, String message) {

        static final Detail NONE = new Detail("", "");

        public Detail {
            Objects.requireNonNull(reason);
            Objects.requireNonNull(message);
        }
    }

    /**
     * How an attempt may be repeated.
     *
     * @param ended    whether whoever was called has said how it ended; otherwise it may have had its effect, or not
     * @param pause    how long after it
     * @param attempts how many there may be in all
     */
    public record Repeat(boolean ended, Duration pause, int attempts) {
    }

    /** Nothing happened. */
    public static final CallOutcome NONE = new CallOutcome(Kind.NONE, Optional.empty(), Detail.NONE, Optional.empty());
    /** An attempt has begun. */
    public static final CallOutcome BEGUN = new CallOutcome(Kind.BEGUN, Optional.empty(), Detail.NONE, Optional.empty());

    public CallOutcome {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(why);
        Objects.requireNonNull(detail);
        Objects.requireNonNull(repeat);
    }

    /** It cannot begin, for this reason. */
    public static CallOutcome waiting(Blocker why) {
        return new CallOutcome(Kind.WAITING, Optional.of(why), Detail.NONE, Optional.empty());
    }

    /** The task has succeeded; a sentence on what was found. */
    public static CallOutcome succeeded(String message) {
        return new CallOutcome(Kind.SUCCEEDED, Optional.empty(), new Detail("", message), Optional.empty());
    }

    /** The task has failed; repeating it would change nothing. */
    public static CallOutcome failed(String reason, String message) {
        return new CallOutcome(Kind.FAILED, Optional.empty(), new Detail(reason, message), Optional.empty());
    }

    /** The attempt has failed; another one may succeed. */
    public static CallOutcome repeat(String reason, String message, Repeat repeat) {
        return new CallOutcome(Kind.REPEAT, Optional.empty(), new Detail(reason, message), Optional.of(repeat));
    }

    /** The same in other words. */
    public CallOutcome saying(String message) {
        return new CallOutcome(kind, why, new Detail(detail.reason(), message), repeat);
    }
}
