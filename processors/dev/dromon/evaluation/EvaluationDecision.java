package dev.dromon.evaluation;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** The status of an evaluation that follows from an observation, and when to look again without an event; empty when an event will come, or it has ended. */
public record EvaluationDecision(EvaluationStatus status, Optional<Duration> requeueAfter) {

    public EvaluationDecision {
        Objects.requireNonNull(status);
    }
}
