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
 * @param problem    why it cannot be created, or does not move; empty when nothing is wrong
 */
public record CheckObservation(Phase phase, int position, String definition, String name, Optional<Child> child, Optional<Blocker> problem) {

    /** State of a KeptnTask or KeptnEvaluation; the message says why it failed, or is empty. */
    public record Child(State state, Optional<Instant> start, Optional<Instant> end, String message) {
        public Child {
            Objects.requireNonNull(state);
            Objects.requireNonNull(message);
        }
    }

    public CheckObservation {
        Objects.requireNonNull(phase);
        Objects.requireNonNull(definition);
        Objects.requireNonNull(name);
    }
}
