package dev.dromon.task;

import dev.dromon.model.Blocker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A task and its Job as they were found.
 *
 * @param status    what is recorded of the task
 * @param jobName   name that its Job has or will have
 * @param job       its Job; empty when there is none
 * @param problem   why a Job cannot be made of its definition; empty when it can
 * @param cancelled why the task must not run (any more); empty when it may
 * @param now       time of this look, microseconds
 */
public record TaskObservation(TaskStatus status, String jobName, Optional<Job> job, Optional<Blocker> problem, Optional<String> cancelled, Instant now) {

    /**
     * A Job: its true conditions in their order, and whether it will be removed by Kubernetes some time after its end.
     */
    public record Job(List<Condition> conditions, boolean expires) {
        public Job {
            conditions = List.copyOf(conditions);
        }
    }

    /** A condition whose status is True. */
    public record Condition(String type, String reason, String message) {
    }
}
