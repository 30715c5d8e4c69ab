package dev.dromon.analysis;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What follows from an observation.
 *
 * @param status       to be recorded first
 * @param ask          to be asked then
 * @param requeueAfter when to look again without an answer or an event; empty when one of these will come, or it has ended
 */
public record AnalysisDecision(AnalysisProgress status, List<ValueQuestion> ask, Optional<Duration> requeueAfter) {

    public AnalysisDecision {
        Objects.requireNonNull(status);
        ask = List.copyOf(ask);
        Objects.requireNonNull(requeueAfter);
    }
}
