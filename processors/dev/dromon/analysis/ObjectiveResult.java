package dev.dromon.analysis;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of one objective.
 *
 * @param query  as it was asked
 * @param value  the number; empty when the answer was none
 * @param failed whether the value met the criterion for failure
 * @param warned whether it met that for a warning, and not that for failure
 * @param score  the weight, half of it, or 0
 * @param error  why there is no number; empty when there is one
 */
public record ObjectiveResult(Objective objective, String query, Optional<BigDecimal> value, boolean failed, boolean warned, BigDecimal score, Optional<String> error) {

    public ObjectiveResult {
        Objects.requireNonNull(objective);
        Objects.requireNonNull(query);
        Objects.requireNonNull(value);
        Objects.requireNonNull(score);
        Objects.requireNonNull(error);
    }

    /** It neither failed nor warned, and has a number. */
    public boolean passed() {
        return value.isPresent() && !failed && !warned;
    }

    /** It spoils the whole Analysis: a key objective that failed or has no number, whatever its weight. */
    public boolean spoils() {
        return objective.key() && (failed || value.isEmpty());
    }
}
