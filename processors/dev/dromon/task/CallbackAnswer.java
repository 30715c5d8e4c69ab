package dev.dromon.task;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * An answer to a request.
 *
 * @param time      when it came
 * @param succeeded what it says of the task
 * @param message   why; empty when it does not say
 * @param values    name to value; none when it has none
 */
public record CallbackAnswer(Instant time, boolean succeeded, String message, Map<String, String> values) {

    public CallbackAnswer {
        Objects.requireNonNull(time);
        Objects.requireNonNull(message);
        values = Map.copyOf(values);
    }

    /** What it says of the task, in the word of the wire. */
    public String outcome() {
        return succeeded ? "succeeded" : "failed";
    }

    /** Whether it says the same, whenever it came. */
    public boolean same(CallbackAnswer other) {
        return succeeded == other.succeeded && message.equals(other.message) && values.equals(other.values);
    }
}
