package dev.dromon.provider;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * How many samples become one. Percentiles are by nearest rank of the samples in ascending order. A sample that is NaN or infinite makes the result NaN. Pure; never throws.
 * Rule: docs/reference/metrics-providers.md, ranges.
 */
public enum Aggregation {

    /** 90 of 100 are not greater. */
    P90(sorted -> rank(sorted, 90)),
    /** 95 of 100 are not greater. */
    P95(sorted -> rank(sorted, 95)),
    /** 99 of 100 are not greater. */
    P99(sorted -> rank(sorted, 99)),
    /** The greatest. */
    MAX(sorted -> sorted.get(sorted.size() - 1)),
    /** The least. */
    MIN(sorted -> sorted.get(0)),
    /** The mean, to 16 digits. */
    AVG(Aggregation::mean),
    /** The one in the middle, or the mean of the two. */
    MEDIAN(sorted -> mean(sorted.subList((sorted.size() - 1) / 2, sorted.size() / 2 + 1)));

    private static final int HUNDRED = 100;

    private final Function<List<BigDecimal>, BigDecimal> function;

    Aggregation(Function<List<BigDecimal>, BigDecimal> function) {
        this.function = function;
    }

    /** The one that a range names; empty for anything else. */
    public static Optional<Aggregation> of(String wire) {
        return Arrays.stream(values()).filter(a -> a.name().toLowerCase(Locale.ROOT).equals(wire)).findFirst();
    }

    /** What the samples, in any order, become. Without samples: empty. */
    public Optional<Sample> of(List<Sample> samples) {
        if (samples.isEmpty()) {
            return Optional.empty();
        }
        boolean finite = samples.stream().allMatch(s -> s.number().isPresent());
        return Optional.of(finite ? Sample.of(function.apply(samples.stream().map(s -> s.number().orElseThrow()).sorted().toList())) : Sample.nan());
    }

    private static BigDecimal rank(List<BigDecimal> sorted, int percent) {
        return sorted.get((sorted.size() * percent + HUNDRED - 1) / HUNDRED - 1);
    }

    private static BigDecimal mean(List<BigDecimal> numbers) {
        return numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add).divide(BigDecimal.valueOf(numbers.size()), MathContext.DECIMAL64);
    }
}
