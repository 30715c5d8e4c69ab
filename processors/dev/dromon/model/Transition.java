package dev.dromon.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * @param audit   who asked for it; empty when it followed from what was seen
 * @param order   place in the history of the app: its {@link #order(Instant)}, or more where it rests on something later in whatever version of the app, whose clock was
 *                ahead (hybrid logical clock: Kulkarni et al., Logical Physical Clocks, 2014)
 */
public record Transition(Instant time, TransitionType type, Optional<Phase> phase, String item, Optional<State> from, Optional<State> to, String message, Optional<Audit> audit,
        long order) {

    /**
     * Who asked.
     *
     * @param id which asking, see {@link Intervention#id()}
     * @param by who, as far as the API server tells; empty when it does not
     */
    public record Audit(String id, String by) {
        public Audit {
            Objects.requireNonNull(id);
            Objects.requireNonNull(by);
        }
    }

    /** Place of what rests on nothing later: microseconds since 1970. Never throws for times that Kubernetes can spell. */
    public static long order(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    public Transition {
        Objects.requireNonNull(time);
        Objects.requireNonNull(type);
        Objects.requireNonNull(phase);
        Objects.requireNonNull(item);
        Objects.requireNonNull(message);
        Objects.requireNonNull(audit);
    }

    /** A transition that nobody asked for, and that is where its time says. */
    public Transition(Instant time, TransitionType type, Optional<Phase> phase, String item, Optional<State> from, Optional<State> to, String message) {
        this(time, type, phase, item, from, to, message, Optional.empty(), order(time));
    }
}
