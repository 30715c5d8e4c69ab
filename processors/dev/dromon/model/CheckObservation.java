package dev.dromon.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One check of a phase as it was found.
 *
 * @param phase      phase it belongs to
 * @param position   place in the phase's list, from 0
 * @param definition name of its definition
 * @param name       name that its KeptnTask or KeptnEvaluation has or will have: a function of owner, phase, position, definition and attempt
 * @param child      the KeptnTask or KeptnEvaluation; empty when there is none
 * @param severity   what its failure counts: what its KeptnTask or KeptnEvaluation was created with, or would be created with now
 * @param problem    why it cannot be created, or does not move; empty when nothing is wrong
 */
public record CheckObservation(Phase phase, int position, String definition, String name, Severity severity, Optional<Child> child, Optional<Blocker> problem) {

    /**
     * State of a KeptnTask or KeptnEvaluation.
     *
     * @param message    why it failed; empty when it did not
     * @param progressed whether it is known to have been Progressing, so that this is told also when nobody looked at that time
     */
    public record Child(State state, Optional<Instant> start, Optional<Instant> end, String message, boolean progressed) {

        /** One that is not known to have been Progressing. */
        public Child(State state, Optional<Instant> start, Optional<Instant> end, String message) {
            this(state, start, end, message, false);
        }

        public Child {
            Objects.requireNonNull(state);
            Objects.requireNonNull(message);
        }
    }

    public CheckObservation {
        Objects.requireNonNull(phase);
        Objects.requireNonNull(definition);
        Objects.requireNonNull(name);
        Objects.requireNonNull(severity);
    }

    /** The same check as it looks now. */
    public CheckObservation with(Optional<Child> nowChild, Optional<Blocker> nowProblem) {
        return new CheckObservation(phase, position, definition, name, severity, nowChild, nowProblem);
    }

    /** The same check, whose failure counts that much. */
    public CheckObservation with(Severity other) {
        return new CheckObservation(phase, position, definition, name, other, child, problem);
    }
}
