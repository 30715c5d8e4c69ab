package dev.dromon.evaluation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An evaluation as it was found.
 *
 * @param status        what is recorded of it
 * @param objectives    its objectives and their metrics; empty when the definition could not be found
 * @param retries       attempts it has; 0 means one
 * @param retryInterval time between attempts
 * @param cancelled     why it must not run any more; empty when it may
 * @param now           time of this look, microseconds
 */
public record EvaluationObservation(EvaluationStatus status, Optional<List<ObjectiveObservation>> objectives, int retries, Duration retryInterval, Optional<String> cancelled,
        Instant now) {
}
