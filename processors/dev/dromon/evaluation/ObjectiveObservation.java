package dev.dromon.evaluation;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One objective of an evaluation and its metric.
 *
 * @param metric  name of the metric, with its namespace where that is not the evaluation's
 * @param target  target as written
 * @param value   the metric's value as written; empty when it has none
 * @param problem why there is no value; empty when there is one
 * @param source  where the value is from
 */
public record ObjectiveObservation(String metric, String target, Optional<String> value, String problem, Source source) {

    /**
     * Where a value is from.
     *
     * @param object   namespace and name of the metric with a slash between; empty when there is none
     * @param time     when the value was found, microseconds; empty when nobody says
     * @param lifetime how long after that it counts
     */
    public record Source(String object, Optional<Instant> time, Duration lifetime) {

        /** From nowhere. */
        public static final Source NONE = new Source("", Optional.empty(), Duration.ZERO);

        public Source {
            Objects.requireNonNull(object);
            Objects.requireNonNull(time);
            Objects.requireNonNull(lifetime);
        }

        boolean tooOld(Instant now) {
            return time.filter(t -> now.isAfter(t.plus(lifetime))).isPresent();
        }
    }

    public ObjectiveObservation {
        Objects.requireNonNull(metric);
        Objects.requireNonNull(target);
        Objects.requireNonNull(problem);
        Objects.requireNonNull(source);
    }
}
