package dev.dromon.gate;

import dev.dromon.model.Blocker;
import dev.dromon.model.Phase;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import java.util.Optional;

/** Why pods of a workload version stay where they are, when somebody has to act. Pure; never throws. */
public final class HoldReason {

    private HoldReason() {
    }

    /** The blocker of the version, or the check that failed; empty while it is on its way, approved, or superseded. */
    public static Optional<Blocker> of(RunStatus version) {
        if (GateDecider.approved(version)) {
            return Optional.empty();
        }
        if (version.state() == State.FAILED) {
            return last(version, TransitionType.ABORT).map(t -> Blocker.stuck("Aborted", t.message() + ". The pods stay pending; apply a new version"))
                    .or(() -> last(version, TransitionType.PHASE_ERRORED).map(HoldReason::failed));
        }
        return version.blocker().filter(Blocker::stuck);
    }

    private static Optional<Transition> last(RunStatus version, TransitionType type) {
        return version.transitions().stream().filter(t -> t.type() == type).reduce((older, newer) -> newer);
    }

    private static Blocker failed(Transition t) {
        String phase = t.phase().map(Phase::wire).orElse("");
        return Blocker.stuck(phase.replace("Tasks", "Task").replace("Evaluations", "Evaluation") + "Failed", phase + " has failed: " + t.message()
                + ". The pods stay pending; correct the cause, then retry or apply a new version");
    }
}
