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
 * @param severity   what its failure counts: settled when it is created, and what it would be until then
 */
public record ItemStatus(String definition, State state, String name, Optional<Instant> start, Optional<Instant> end, String message, int attempt, Severity severity) {

    public ItemStatus {
        Objects.requireNonNull(definition);
        Objects.requireNonNull(state);
        Objects.requireNonNull(name);
        Objects.requireNonNull(message);
        Objects.requireNonNull(severity);
    }

    /** A check that nothing has been done for. */
    public static ItemStatus pending(String definition, Severity severity) {
        return new ItemStatus(definition, State.PENDING, "", Optional.empty(), Optional.empty(), "", 1, severity);
    }

    /** Whether its KeptnTask or KeptnEvaluation has been created. */
    public boolean created() {
        return !name.isEmpty();
    }

    /** Whether it is one that no phase waits for, and has not ended. */
    public boolean observed() {
        return severity == Severity.OBSERVE && !state.completed();
    }

    /** Whether it has failed in a way that ends its phase where failures block. */
    public boolean blocks() {
        return severity == Severity.BLOCK && state == State.FAILED;
    }

    /** The same check; its failure counts that much unless that is settled. */
    public ItemStatus counting(Severity other) {
        return created() ? this : new ItemStatus(definition, state, name, start, end, message, attempt, other);
    }

    /** The same check, ended in the given state at the given time. */
    public ItemStatus ended(State endState, Instant now) {
        return ended(endState, now, message);
    }

    /** The same check, ended in the given state at the given time, for the given reason. */
    public ItemStatus ended(State endState, Instant now, String why) {
        return new ItemStatus(definition, endState, name, start, Optional.of(now), why, attempt, severity);
    }

    /** The same check, to be done once more. */
    public ItemStatus again() {
        return new ItemStatus(definition, State.PENDING, "", Optional.empty(), Optional.empty(), "", attempt + 1, severity);
    }
}
