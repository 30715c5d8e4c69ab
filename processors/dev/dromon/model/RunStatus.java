package dev.dromon.model;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is recorded of the run of one app or workload version: the part of its status that the core reads and writes.
 *
 * @param phases             state per phase of its level; a phase that is absent has not begun
 * @param currentPhase       phase that began last; empty before the first
 * @param state              state of the whole run
 * @param completed          whether all phases are through ({@code currentPhase} is then shown as Completed)
 * @param start              when the run was first looked at; empty before
 * @param end                when it ended; a run with an end never changes again
 * @param deploymentStart    when the gate was lifted (workload level); empty before
 * @param members            workloads of an app version, in the order of its spec; empty at workload level
 * @param blocker            why it does not move; empty when it moves or has ended
 * @param observedGeneration generation of the spec this was computed from; 0 before the first
 * @param transitions        what happened, oldest first
 */
public record RunStatus(Map<Phase, PhaseStatus> phases, Optional<Phase> currentPhase, State state, boolean completed, Optional<Instant> start, Optional<Instant> end,
        Optional<Instant> deploymentStart, List<MemberStatus> members, Optional<Blocker> blocker, long observedGeneration, List<Transition> transitions) {

    /** A run that nobody has looked at. */
    public static final RunStatus NEW = new RunStatus(Map.of(), Optional.empty(), State.PENDING, false, Optional.empty(), Optional.empty(),
            Optional.empty(), List.of(), Optional.empty(), 0, List.of());

    public RunStatus {
        phases = phases.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(phases));
        members = List.copyOf(members);
        transitions = List.copyOf(transitions);
    }

    /** State of a phase and its checks; PENDING and empty when it has not begun. Never throws. */
    public PhaseStatus phase(Phase phase) {
        return phases.getOrDefault(phase, PhaseStatus.PENDING);
    }

    /** The same run under way, with that blocker. */
    public RunStatus running(Optional<Blocker> cause) {
        return new RunStatus(phases, currentPhase, State.PROGRESSING, false, start, Optional.empty(), deploymentStart, members, cause, observedGeneration, transitions);
    }

    /** Whether the verdict is final: only what a person asks for takes the run up again. */
    public boolean ended() {
        return end.isPresent();
    }

    /** Whether that has happened in this run. */
    public boolean happened(TransitionType type) {
        return transitions.stream().anyMatch(t -> t.type() == type);
    }

    /** Whether so much was asked of this run that nothing more is recorded. */
    public boolean askedEnough() {
        return transitions.stream().filter(t -> t.audit().isPresent()).count() >= Intervention.LIMIT;
    }

    /** How what was asked under that id is recorded; empty when it is not. Never throws. */
    public Optional<Transition> recorded(String id) {
        return transitions.stream().filter(t -> t.audit().filter(a -> a.id().equals(id)).isPresent()).findFirst();
    }
}
