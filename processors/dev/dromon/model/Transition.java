package dev.dromon.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing that happened in a run. The list of them in a status is the run's history and the outbox of its events.
 *
 * @param time    microseconds; strictly later than the one before it in the same list
 * @param type    what happened
 * @param phase   phase it happened in; empty when it concerns the whole run
 * @param item    name of the object or workload it concerns; empty when it concerns the phase or the run
 * @param from    state before; empty when there was none
 * @param to      state after; empty when it is not a change of state
 * @param message one sentence for people; empty when the type says it all
 */
public record Transition(Instant time, TransitionType type, Optional<Phase> phase, String item, Optional<State> from, Optional<State> to, String message) {

    public Transition {
        Objects.requireNonNull(time);
        Objects.requireNonNull(type);
        Objects.requireNonNull(phase);
        Objects.requireNonNull(item);
        Objects.requireNonNull(message);
    }
}
