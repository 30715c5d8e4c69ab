package dev.dromon.analysis;

import dev.dromon.model.Numbers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scores values by a definition. Pure; never throws. Rules: docs/reference/analysis.md, the score. */
public final class AnalysisScore {

    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int SHOWN = 40;

    private AnalysisScore() {
    }

    /**
     * What was answered for an objective.
     *
     * @param query as it was asked
     * @param value as it was answered; may be anything
     */
    public record Answer(String query, String value) {
    }

    /** The verdict on one answer per objective, in the order of the definition. */
    public static AnalysisResult of(Definition definition, List<Answer> answers) {
        List<ObjectiveResult> results = new ArrayList<>();
        for (int position = 0; position < answers.size(); position++) {
            results.add(judge(definition.objectives().get(position), answers.get(position)));
        }
        BigDecimal total = results.stream().map(ObjectiveResult::score).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal maximum = definition.objectives().stream().map(AnalysisScore::greatest).reduce(BigDecimal.ZERO, BigDecimal::add);
        boolean possible = maximum.signum() > 0 && results.stream().noneMatch(ObjectiveResult::spoils);
        boolean pass = possible && reached(total, maximum, definition.passPercentage());
        return new AnalysisResult(results, total, maximum, pass, possible && !pass && reached(total, maximum, definition.warningPercentage()));
    }

    /** Multiplied, not divided, so that a percentage that is just reached counts as reached. */
    private static boolean reached(BigDecimal total, BigDecimal maximum, int percentage) {
        return total.multiply(HUNDRED).compareTo(maximum.multiply(BigDecimal.valueOf(percentage))) >= 0;
    }

    private static BigDecimal greatest(Objective objective) {
        return objective.informs() ? BigDecimal.ZERO : BigDecimal.valueOf(objective.weight());
    }

    private static String shown(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    private static ObjectiveResult judge(Objective objective, Answer answer) {
        Optional<BigDecimal> value = Numbers.parse(answer.value());
        if (value.isEmpty()) {
            String error = answer.value().isBlank() ? "the answer is empty" : "the answer '" + shown(answer.value()) + "' is not a number";
            return new ObjectiveResult(objective, answer.query(), value, false, false, BigDecimal.ZERO, Optional.of(error));
        }
        boolean failed = objective.failure().filter(criterion -> criterion.met(value.get())).isPresent();
        boolean warned = !failed && objective.warning().filter(criterion -> criterion.met(value.get())).isPresent();
        BigDecimal score = failed ? BigDecimal.ZERO : warned ? greatest(objective).divide(TWO) : greatest(objective);
        return new ObjectiveResult(objective, answer.query(), value, failed, warned, score, Optional.empty());
    }
}
