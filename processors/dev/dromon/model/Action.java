package dev.dromon.model;

import java.util.Objects;

/**
 * Something to do in the cluster for one check of a phase; doing it twice is doing it once, because the name is a function of the owner.
 *
 * @param kind  what to do
 * @param check the check that needs it
 */
public record Action(Kind kind, CheckObservation check) {

    /** What can be done. CONFIRM_TASK: a task that was created is not to be seen; the API server is asked whether it is gone, since it is not run a second time. */
    public enum Kind {
        CREATE_TASK, CONFIRM_TASK, CREATE_EVALUATION
    }

    public Action {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(check);
    }

    /** Whether it concerns a task, not an evaluation. */
    public boolean task() {
        return kind != Kind.CREATE_EVALUATION;
    }
}
