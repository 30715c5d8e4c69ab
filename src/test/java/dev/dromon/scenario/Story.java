package dev.dromon.scenario;

import dev.dromon.model.CheckObservation;
import dev.dromon.model.RunStatus;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Transitions as short lines that tests can compare: type, then the phase, item and new state where there are any. */
public final class Story {

    /** A phase's ends; a CANCELLED without an item ends one too. */
    private static final Set<TransitionType> ENDS = Set.of(TransitionType.PHASE_SUCCEEDED, TransitionType.PHASE_WARNED, TransitionType.PHASE_WAIVED, TransitionType.PHASE_ERRORED);

    private Story() {
    }

    /** Everything that happened, for example {@code ReconcileTask AppPreDeployTasks smoke Succeeded}; checks are called by their definition. */
    public static List<String> of(RunStatus status, List<CheckObservation> checks) {
        return status.transitions().stream().map(t -> line(t, checks)).toList();
    }

    /** What happened to the phases and the run as a whole, without the items. */
    public static List<String> phases(RunStatus status) {
        return status.transitions().stream().filter(t -> t.item().isEmpty() || t.phase().isEmpty()).map(t -> line(t, List.of())).toList();
    }

    /** Whether the transition ends its phase. */
    public static boolean endsPhase(Transition t) {
        return ENDS.contains(t.type()) || t.type() == TransitionType.CANCELLED && t.item().isEmpty();
    }

    private static String line(Transition t, List<CheckObservation> checks) {
        String item = checks.stream().filter(c -> c.name().equals(t.item())).map(CheckObservation::definition).findFirst().orElse(t.item());
        return Stream.of(t.type().wire(), t.phase().map(p -> p.wire()).orElse(""), item, t.to().map(s -> s.wire()).orElse("")).filter(s -> !s.isEmpty())
                .reduce((a, b) -> a + " " + b).orElseThrow();
    }
}
