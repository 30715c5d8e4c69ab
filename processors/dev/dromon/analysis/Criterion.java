package dev.dromon.analysis;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * A comparison that a value meets or does not. Numbers are compared exactly, not as floating point. Rule: docs/reference/analysis.md, criteria.
 *
 * @param low  what is compared with; of a range its lower bound, which belongs to it
 * @param high upper bound of a range, which belongs to it; the same as low where there is no range
 */
public record Criterion(Operator operator, Bound low, Bound high) {

    public Criterion {
        Objects.requireNonNull(operator);
        Objects.requireNonNull(low);
        Objects.requireNonNull(high);
    }

    /** A comparison with one number. */
    public static Criterion of(Operator operator, Bound fixed) {
        return new Criterion(operator, fixed, fixed);
    }

    /** Whether the value meets it. */
    public boolean met(BigDecimal value) {
        int order = value.compareTo(low.number());
        boolean inside = order >= 0 && value.compareTo(high.number()) <= 0;
        return switch (operator) {
            case LESS_THAN_OR_EQUAL -> order <= 0;
            case LESS_THAN -> order < 0;
            case GREATER_THAN -> order > 0;
            case GREATER_THAN_OR_EQUAL -> order >= 0;
            case EQUAL_TO -> order == 0;
            case IN_RANGE -> inside;
            case NOT_IN_RANGE -> !inside;
        };
    }
}
