package dev.dromon.task;

import dev.dromon.model.Blocker;
import dev.dromon.model.State;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is recorded of a task.
 *
 * @param jobName  name of its Job; empty before it was created, and when there is none
 * @param reason   PascalCase reason of a failure, blocker or wait; empty otherwise
 * @param message  one sentence; empty when there is nothing to say
 * @param callback its request and the answer; empty for a task that asks nobody
 * @param outcome  what is kept of its Job; empty before the Job has ended, and for a task without one
 * @param call     what Dromon itself calls for it; empty for a task that calls nothing
 */
public record TaskStatus(State state, String jobName, String reason, String message, Optional<Instant> start, Optional<Instant> end, Optional<Callback> callback,
        Optional<TaskOutcome> outcome, Optional<Call> call) {

    /** A task that nothing was done for. */
    public static final TaskStatus NEW = new TaskStatus(State.PENDING, "", "", "", Optional.empty(), Optional.empty());

    private static final int MESSAGE = 1024;

    public TaskStatus {
        Objects.requireNonNull(state);
        Objects.requireNonNull(jobName);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(message);
        Objects.requireNonNull(callback);
        Objects.requireNonNull(outcome);
        Objects.requireNonNull(call);
    }

    /** A task that calls nothing. */
    public TaskStatus(State state, String jobName, String reason, String message, Optional<Instant> start, Optional<Instant> end, Optional<Callback> callback) {
        this(state, jobName, reason, message, start, end, callback, Optional.empty(), Optional.empty());
    }

    /** A task that asks nobody and calls nothing. */
    public TaskStatus(State state, String jobName, String reason, String message, Optional<Instant> start, Optional<Instant> end) {
        this(state, jobName, reason, message, start, end, Optional.empty());
    }

    TaskStatus with(Optional<Callback> changed) {
        return new TaskStatus(state, jobName, reason, message, start, end, changed, outcome, call);
    }

    TaskStatus calling(Optional<Call> changed) {
        return new TaskStatus(state, jobName, reason, message, start, end, callback, outcome, changed);
    }

    TaskStatus with(TaskOutcome ending) {
        return new TaskStatus(state, jobName, reason, message, start, end, callback, Optional.of(ending), call);
    }

    TaskStatus because(Blocker why) {
        return because(why.reason(), why.message());
    }

    TaskStatus because(String newReason, String newMessage) {
        return new TaskStatus(state, jobName, newReason, cut(newMessage), start, end, callback, outcome, call);
    }

    TaskStatus ended(State last, Instant now) {
        return new TaskStatus(last, jobName, reason, message, start, Optional.of(now), callback, outcome, call);
    }

    /** At most as long as a message may be. */
    static String cut(String message) {
        return message.length() <= MESSAGE ? message : message.substring(0, MESSAGE - 1) + "…";
    }
}
