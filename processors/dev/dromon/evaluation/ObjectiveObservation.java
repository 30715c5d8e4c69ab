package dev.dromon.evaluation;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One objective of an evaluation and its metric.
 *
 * @param metric  the metric
 * @param target  target as written
 * @param value   the metric's value; empty when it has none
 * @param problem why there is no value; empty when there is one
 */
public record ObjectiveObservation(Metric metric, String target, Optional<Value> value, String problem) {

    /**
     * Which metric it is.
     *
     * @param namespace where it was found; empty when it was not
     * @param name      its name; empty when the objective names none
     * @param provider  name of its provider; empty when it is not known
     */
    public record Metric(String namespace, String name, String provider) {
        public Metric {
            Objects.requireNonNull(namespace);
            Objects.requireNonNull(name);
            Objects.requireNonNull(provider);
        }
    }

    /**
     * A value of a metric.
     *
     * @param text     as written
     * @param fetched  when it was fetched; empty when the metric does not say
     * @param interval time between two fetches
     */
    public record Value(String text, Optional<Instant> fetched, Duration interval) {
        public Value {
            Objects.requireNonNull(text);
            Objects.requireNonNull(fetched);
            Objects.requireNonNull(interval);
        }
    }

    public ObjectiveObservation {
        Objects.requireNonNull(metric);
        Objects.requireNonNull(target);
        Objects.requireNonNull(value);
        Objects.requireNonNull(problem);
    }
}
