package dev.dromon.model;

import java.util.Objects;

/**
 * Why a run does not move although nothing of it is running: named, so that nobody has to guess.
 *
 * @param reason  PascalCase name of the problem, for example {@code DefinitionNotFound}; also the reason of the condition and the event
 * @param message one sentence: what was expected, what was found, where, what to do
 * @param stuck   true when somebody has to act (a Warning event tells it), false when it ends by itself (only the condition tells it)
 */
public record Blocker(String reason, String message, boolean stuck) {

    public Blocker {
        Objects.requireNonNull(reason);
        Objects.requireNonNull(message);
    }

    /** Somebody has to act. */
    public static Blocker stuck(String reason, String message) {
        return new Blocker(reason, message, true);
    }

    /** It takes its time and ends by itself. */
    public static Blocker waiting(String reason, String message) {
        return new Blocker(reason, message, false);
    }
}
