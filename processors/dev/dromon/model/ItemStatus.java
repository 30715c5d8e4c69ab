package dev.dromon.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a run remembers of one check of a phase; its place in the phase's list is its identity.
 *
 * @param definition name of the task or evaluation definition, never empty
 * @param name       name of the KeptnTask or KeptnEvaluation; empty until it has been created
 * @param message    why it failed or cannot start, one sentence; empty when there is nothing to say
 * @param attempt    which attempt it is, from 1; a retry makes it the next one, with a task or evaluation of its own
 */
public record ItemStatus(String definition, State state, String name, Optional<Instant> start, Optional<Instant> end, String message, int attempt) {

    public ItemStatus {
        Objects.requireNonNull(definition);
        Objects.requireNonNull(state);
        Objects.requireNonNull(name);
        Objects.requireNonNull(message);
    }

    /** A check that nothing has been done for. */
    public static ItemStatus pending(String definition) {
        return new ItemStatus(definition, State.PENDING, "", Optional.empty(), Optional.empty(), "", 1);
    }

    /** Whether its KeptnTask or KeptnEvaluation has been created. */
    public boolean created() {
        return !name.isEmpty();
    }

    /** The same check, ended in the given state at the given time. */
    public ItemStatus ended(State endState, Instant now) {
        return ended(endState, now, message);
    }

    /** The same check, ended in the given state at the given time, for the given reason. */
    public ItemStatus ended(State endState, Instant now, String why) {
        return new ItemStatus(definition, endState, name, start, Optional.of(now), why, attempt);
    }

    /** The same check, to be done once more. */
    public ItemStatus again() {
        return new ItemStatus(definition, State.PENDING, "", Optional.empty(), Optional.empty(), "", attempt + 1);
    }
}
