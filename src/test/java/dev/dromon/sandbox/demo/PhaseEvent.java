package dev.dromon.sandbox.demo;

import dev.dromon.model.Phase;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The start or the end of a phase, read from the name of an Event. Rule: flow page.
 *
 * @param phase the phase
 * @param step  Started, Succeeded or Errored
 */
record PhaseEvent(Phase phase, String step) {

    private static final Pattern NAME = Pattern.compile("(.*)(Started|Succeeded|Errored)");

    /** Empty when the name is that of another event. */
    static Optional<PhaseEvent> of(Told told) {
        Matcher name = NAME.matcher(told.reason());
        if (!name.matches()) {
            return Optional.empty();
        }
        Optional<Phase> phase = "WorkloadPreDeployErrored".equals(told.reason()) ? Optional.of(Phase.WORKLOAD_PRE_DEPLOY_EVALUATIONS) : Phase.named(name.group(1));
        return phase.map(p -> new PhaseEvent(p, name.group(2)));
    }

    boolean starts() {
        return "Started".equals(step);
    }

    boolean good() {
        return "Succeeded".equals(step);
    }
}
