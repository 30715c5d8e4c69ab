package dev.dromon.evaluation;

import dev.dromon.model.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One objective of an evaluation and its metric, or its analysis.
 *
 * @param metric  the metric; of an analysis the definition
 * @param target  target as written; of an analysis {@link #PASS}
 * @param value   the metric's value; empty when it has none. Of an analysis its score in percent, once it has one
 * @param problem why there is no value; empty when there is one
 * @param verdict of an analysis what it says; empty for a metric, which is compared with its target
 */
public record ObjectiveObservation(Metric metric, String target, Optional<Value> value, String problem, Optional<Verdict> verdict) {

    /** What an analysis has to do. */
    public static final String PASS = "pass";

    /**
     * What an analysis says.
     *
     * @param state   SUCCEEDED, FAILED, or PROGRESSING while it has no verdict
     * @param message one sentence
     * @param until   when it is waited for no more; empty when it has a verdict
     */
    public record Verdict(State state, String message, Optional<Instant> until) {
        public Verdict {
            Objects.requireNonNull(state);
            Objects.requireNonNull(message);
            Objects.requireNonNull(until);
        }
    }

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
        Objects.requireNonNull(verdict);
    }

    /** One of a metric. */
    public ObjectiveObservation(Metric metric, String target, Optional<Value> value, String problem) {
        this(metric, target, value, problem, Optional.empty());
    }
}
