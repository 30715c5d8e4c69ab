package dev.dromon.task;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is recorded of something that Dromon itself calls for a task, before it is called.
 *
 * @param task     uid of the task
 * @param attempt  which attempt is under way, from 1
 * @param keyed    the attempt whose number is in the idempotency key: this one, or an earlier one whose effect nobody knows
 * @param deadline when the task fails without a verdict
 * @param due      when the attempt may begin; empty for at once
 */
public record Call(String task, int attempt, int keyed, Instant deadline, Optional<Instant> due) {

    public Call {
        Objects.requireNonNull(task);
        Objects.requireNonNull(deadline);
        Objects.requireNonNull(due);
    }

    /** The first attempt. */
    public Call(String task, Instant deadline) {
        this(task, 1, 1, deadline, Optional.empty());
    }

    /** What tells whoever is called that it is the same call again: {@code <uid of the task>-<number>}. */
    public String key() {
        return task + "-" + keyed;
    }

    /** The attempt after this one; with a key of its own when this one is known to have ended. */
    Call next(boolean ended, Instant begin) {
        return new Call(task, attempt + 1, ended ? attempt + 1 : keyed, deadline, Optional.of(begin));
    }
}
