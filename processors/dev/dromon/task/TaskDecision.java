package dev.dromon.task;

import java.util.Objects;

/**
 * What follows for a task.
 *
 * @param act    what to do with its Job before the status is written
 * @param status the status to be written, equal to the recorded one when nothing changed
 */
public record TaskDecision(Act act, TaskStatus status) {

    /** What can be done with the Job. EXPIRE lets Kubernetes remove it some time after its end, once its outcome is recorded. */
    public enum Act {
        NONE, CREATE_JOB, DELETE_JOB, EXPIRE_JOB
    }

    public TaskDecision {
        Objects.requireNonNull(act);
        Objects.requireNonNull(status);
    }
}
