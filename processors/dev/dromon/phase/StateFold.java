package dev.dromon.phase;

import dev.dromon.model.State;
import java.util.Collection;
import java.util.List;

/** Folds the states of many into one. Never throws. Rule: Keptn's GetOverallState, worst first. */
public final class StateFold {

    private static final List<State> PRECEDENCE = List.of(State.FAILED, State.DEPRECATED, State.PROGRESSING, State.PENDING, State.UNKNOWN);

    private StateFold() {
    }

    /**
     * State of a whole from its parts: any FAILED or DEPRECATED part makes it FAILED, then PROGRESSING, PENDING, UNKNOWN win in this order; no parts, or only
     * passed ones, make it SUCCEEDED. The order of the parts does not matter.
     */
    public static State fold(Collection<State> parts) {
        for (State worst : PRECEDENCE) {
            if (parts.contains(worst)) {
                return worst == State.DEPRECATED ? State.FAILED : worst;
            }
        }
        return State.SUCCEEDED;
    }
}
