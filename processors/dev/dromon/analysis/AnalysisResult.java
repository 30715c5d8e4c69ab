package dev.dromon.analysis;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * The verdict of an Analysis; pass and warning exclude each other, and without both it has failed.
 *
 * @param objectives in the order of the definition
 * @param total      sum of the scores
 * @param maximum    the greatest possible sum
 */
public record AnalysisResult(List<ObjectiveResult> objectives, BigDecimal total, BigDecimal maximum, boolean pass, boolean warning) {

    public AnalysisResult {
        objectives = List.copyOf(objectives);
        Objects.requireNonNull(total);
        Objects.requireNonNull(maximum);
    }
}
