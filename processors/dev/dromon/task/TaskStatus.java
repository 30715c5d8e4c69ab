package dev.dromon.task;

import dev.dromon.model.State;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is recorded of a task.
 *
 * @param jobName name of its Job; empty before it was created
 * @param reason  PascalCase reason of a failure or blocker; empty otherwise
 * @param message one sentence; empty when there is nothing to say
 */
public record TaskStatus(State state, String jobName, String reason, String message, Optional<Instant> start, Optional<Instant> end) {

    /** A task that nothing was done for. */
    public static final TaskStatus NEW = new TaskStatus(State.PENDING, "", "", "", Optional.empty(), Optional.empty());

    public TaskStatus {
        Objects.requireNonNull(state);
        Objects.requireNonNull(jobName);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(message);
    }
}
