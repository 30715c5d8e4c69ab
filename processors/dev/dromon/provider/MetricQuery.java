package dev.dromon.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a KeptnMetric asks.
 *
 * @param text     the query, in the language of the provider
 * @param range    time range; empty for the current value
 * @param jsonPath where values are in the answer, for the types that need to be told; empty when it does not say
 * @param now      time of the question, the end of the range
 */
public record MetricQuery(String text, Optional<Range> range, Optional<String> jsonPath, Instant now) {

    /**
     * A time range.
     *
     * @param interval its length, more than 0
     * @param steps    distance of two samples, and what becomes of them; empty for one sample
     */
    public record Range(Duration interval, Optional<Steps> steps) {
        public Range {
            Objects.requireNonNull(interval);
            Objects.requireNonNull(steps);
        }
    }

    /** Distance of two samples, more than 0, and how they become one. */
    public record Steps(Duration step, Aggregation aggregation) {
        public Steps {
            Objects.requireNonNull(step);
            Objects.requireNonNull(aggregation);
        }
    }

    public MetricQuery {
        Objects.requireNonNull(text);
        Objects.requireNonNull(range);
        Objects.requireNonNull(jsonPath);
        Objects.requireNonNull(now);
    }

    Optional<Steps> steps() {
        return range.flatMap(Range::steps);
    }

    /** Beginning of the range, of this length when there is none. */
    Instant from(Duration orElse) {
        return now.minus(range.map(Range::interval).orElse(orElse));
    }

    /** The end of a fetch that found these samples, oldest first: with steps their aggregate, else what the function makes of them. Without samples it failed. */
    Step found(List<Sample> samples, Single single) throws NoValueException {
        if (samples.isEmpty()) {
            throw new NoValueException(Problem.NO_DATA, "the provider found no value for the query");
        }
        Sample value = steps().isPresent() ? steps().get().aggregation().of(samples).orElseThrow() : single.of(samples);
        return new Step.Found(value, samples);
    }

    /** What several samples become where no aggregation is asked for. */
    @FunctionalInterface
    interface Single {

        /** The value of at least one sample, oldest first. */
        Sample of(List<Sample> samples) throws NoValueException;

        /** The newest. */
        static Sample newest(List<Sample> samples) {
            return samples.get(samples.size() - 1);
        }

        /** The mean. */
        static Sample mean(List<Sample> samples) {
            return Aggregation.AVG.of(samples).orElseThrow();
        }

        /** The only one. */
        static Sample only(List<Sample> samples) throws NoValueException {
            if (samples.size() > 1) {
                throw new NoValueException(Problem.AMBIGUOUS, "expected one value, found " + samples.size() + "; let the query find one, or set range.step and range.aggregation");
            }
            return samples.get(0);
        }
    }
}
