package dev.dromon.evaluation;

import java.util.Objects;
import java.util.Optional;

/**
 * One objective of an evaluation and its metric.
 *
 * @param metric name of the metric, with its namespace where that is not the evaluation's
 * @param target target as written
 * @param value  the metric's value as written; empty when it has none
 * @param problem why there is no value; empty when there is one
 */
public record ObjectiveObservation(String metric, String target, Optional<String> value, String problem) {

    public ObjectiveObservation {
        Objects.requireNonNull(metric);
        Objects.requireNonNull(target);
        Objects.requireNonNull(problem);
    }
}
