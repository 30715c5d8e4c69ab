package dev.dromon.model;

import java.util.Objects;

/**
 * Something to do in the cluster for one check of a phase; doing it twice is doing it once, because the name is a function of the owner.
 *
 * @param kind  what to create
 * @param check the check that needs it
 */
public record Action(Kind kind, CheckObservation check) {

    /** Which resource an action creates. */
    public enum Kind {
        CREATE_TASK, CREATE_EVALUATION
    }

    public Action {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(check);
    }
}
