package dev.dromon.phase;

import dev.dromon.model.Blocker;
import dev.dromon.model.Intervention;
import dev.dromon.model.Phase;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Appends transitions to a history so that their times strictly grow: two that follow from the same look are one microsecond apart, so that whoever sorts by
 * time sees them in their order. Their order in the app follows everything that the look saw.
 */
final class Journal {

    private final List<Transition> entries;
    private Instant last;
    private long order;

    Journal(List<Transition> history, Instant now, long seen) {
        this.entries = new ArrayList<>(history);
        Instant floor = history.isEmpty() ? Instant.MIN : history.get(history.size() - 1).time();
        Instant justBefore = now.truncatedTo(ChronoUnit.MICROS).minus(1, ChronoUnit.MICROS);
        this.last = justBefore.isAfter(floor) ? justBefore : floor;
        this.order = history.stream().mapToLong(Transition::order).reduce(seen, Math::max);
    }

    /** Something that happened to the whole run. */
    void run(TransitionType type, String item, State to, String message) {
        add(type, Optional.empty(), item, Optional.empty(), Optional.ofNullable(to), message);
    }

    /** Something that happened to a phase. */
    void phase(TransitionType type, Phase phase, String message) {
        add(type, Optional.of(phase), "", Optional.empty(), Optional.empty(), message);
    }

    /** Something that happened to one item of a phase; without states when from is null. */
    void item(TransitionType type, Phase phase, String item, State from, State to, String message) {
        add(type, Optional.of(phase), item, Optional.ofNullable(from), Optional.ofNullable(to), message);
    }

    /** The run, or one of its phases, cannot go on; the item is the name of the cause. */
    void blocked(Optional<Phase> phase, Blocker cause) {
        add(TransitionType.BLOCKED, phase, cause.reason(), Optional.empty(), Optional.empty(), cause.message());
    }

    /** Somebody asked for something, and it was done or refused. */
    void asked(TransitionType type, Optional<Phase> phase, String item, String message, Intervention asked) {
        add(type, phase, item, Optional.empty(), Optional.empty(), message, Optional.of(new Transition.Audit(asked.id(), asked.by())));
    }

    private void add(TransitionType type, Optional<Phase> phase, String item, Optional<State> from, Optional<State> to, String message) {
        add(type, phase, item, from, to, message, Optional.empty());
    }

    private void add(TransitionType type, Optional<Phase> phase, String item, Optional<State> from, Optional<State> to, String message, Optional<Transition.Audit> audit) {
        last = last.plus(1, ChronoUnit.MICROS);
        order = Math.max(order + 1, Transition.order(last));
        entries.add(new Transition(last, type, phase, item, from, to, message, audit, order));
    }

    /** When a phase started last according to the history; empty when it has not. */
    Optional<Instant> started(Phase phase) {
        return last(TransitionType.PHASE_STARTED).filter(t -> t.phase().equals(Optional.of(phase))).map(Transition::time);
    }

    /** The last entry of that type; empty when there is none. */
    Optional<Transition> last(TransitionType type) {
        return entries.stream().filter(t -> t.type() == type).reduce((older, newer) -> newer);
    }

    List<Transition> entries() {
        return List.copyOf(entries);
    }
}
