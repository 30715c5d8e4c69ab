package dev.dromon.event;

import dev.dromon.model.Severity;
import dev.dromon.model.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Data of one CloudEvent. It depends on nothing that happened after the event, so that the same fact told twice says the same. Fields on the wire:
 * docs/reference/cloud-events.md.
 *
 * @param event           the event as all sinks get it
 * @param state           state that it led to; empty when it is not about a state
 * @param previousVersion version that was deployed before; empty for the first one
 * @param checks          checks of the event's phase as far as they had come, in the order of their creation; none outside of phases with checks
 * @param phaseLasted     time since the event's phase began; empty when it concerns the whole run, or the phase has not begun
 * @param runLasted       time since the first thing that happened in the run
 * @param metadata        free keys and values of the version's context
 */
public record FlowData(FlowEvent event, Optional<State> state, Optional<String> previousVersion, List<Check> checks, Optional<Duration> phaseLasted, Duration runLasted,
        Map<String, String> metadata) {

    /**
     * One check.
     *
     * @param name         the KeptnTask or KeptnEvaluation
     * @param definition   its definition; empty when a retry has taken this attempt out of the record
     * @param severity     what its failure counts; empty when a retry has taken this attempt out of the record
     * @param message      why it is in this state; empty when there is nothing to say
     * @param start        when it was created
     * @param end          when it ended; empty before
     * @param measurements what an evaluation that has ended found
     */
    public record Check(String name, Optional<String> definition, Optional<Severity> severity, State state, String message, Instant start, Optional<Instant> end, List<Flow.Measurement> measurements) {

        public Check {
            measurements = List.copyOf(measurements);
        }
    }

    public FlowData {
        Objects.requireNonNull(event);
        Objects.requireNonNull(state);
        checks = List.copyOf(checks);
    }
}
