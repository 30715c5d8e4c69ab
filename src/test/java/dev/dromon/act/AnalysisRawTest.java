package dev.dromon.act;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.analysis.AnalysisResult;
import dev.dromon.analysis.AnalysisScore;
import dev.dromon.analysis.Bound;
import dev.dromon.analysis.Criterion;
import dev.dromon.analysis.Definition;
import dev.dromon.analysis.Objective;
import dev.dromon.analysis.Operator;
import dev.dromon.analysis.Reference;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The JSON that tools of Keptn's users read: fields, their order, what is left out. */
class AnalysisRawTest {

    private static Criterion fixed(Operator operator, String bound) {
        return Criterion.of(operator, Bound.parse(bound).orElseThrow());
    }

    private static AnalysisResult result(Objective objective, String value) {
        return AnalysisScore.of(new Definition(List.of(objective), 90, 75), List.of(new AnalysisScore.Answer("sum(x{a=\"b\"})", value)));
    }

    private static Objective objective(Optional<String> namespace, int weight, boolean key) {
        Criterion range = new Criterion(Operator.NOT_IN_RANGE, Bound.parse("500m").orElseThrow(), Bound.parse("1k").orElseThrow());
        return new Objective(new Reference("response-time", namespace), Optional.of(fixed(Operator.GREATER_THAN_OR_EQUAL, "2k")), Optional.of(range), weight, key);
    }

    @Test
    void objectiveThatPassed() {
        assertThat(AnalysisRaw.of(result(objective(Optional.of("slis"), 2, true), "600.50"))).isEqualTo("{\"objectiveResults\":[{\"result\":{"
                + "\"failResult\":{\"operator\":{\"greaterThanOrEqual\":{\"fixedValue\":\"2k\"}},\"fulfilled\":false},"
                + "\"warnResult\":{\"operator\":{\"notInRange\":{\"lowBound\":\"500m\",\"highBound\":\"1k\"}},\"fulfilled\":false},"
                + "\"warning\":false,\"pass\":true},"
                + "\"objective\":{\"analysisValueTemplateRef\":{\"name\":\"response-time\",\"namespace\":\"slis\"},"
                + "\"target\":{\"failure\":{\"greaterThanOrEqual\":{\"fixedValue\":\"2k\"}},\"warning\":{\"notInRange\":{\"lowBound\":\"500m\",\"highBound\":\"1k\"}}},"
                + "\"weight\":2,\"keyObjective\":true},\"value\":600.5,\"query\":\"sum(x{a=\\\"b\\\"})\",\"score\":2}],"
                + "\"totalScore\":2,\"maximumScore\":2,\"pass\":true,\"warning\":false}");
    }

    @Test
    void objectiveThatFailedHasNoCriterionForAWarning() {
        assertThat(AnalysisRaw.of(result(objective(Optional.empty(), 1, false), "1e6"))).startsWith("{\"objectiveResults\":[{\"result\":{"
                + "\"failResult\":{\"operator\":{\"greaterThanOrEqual\":{\"fixedValue\":\"2k\"}},\"fulfilled\":true},\"warnResult\":{\"operator\":{},\"fulfilled\":false},"
                + "\"warning\":false,\"pass\":false},\"objective\":{\"analysisValueTemplateRef\":{\"name\":\"response-time\"},").contains("\"weight\":1},\"value\":1000000,")
                .endsWith("\"score\":0}],\"totalScore\":0,\"maximumScore\":1,\"pass\":false,\"warning\":false}");
    }

    @Test
    void objectiveThatWarnedScoresHalf() {
        assertThat(AnalysisRaw.of(result(objective(Optional.empty(), 1, false), "1500"))).contains("\"fulfilled\":true},\"warning\":true,\"pass\":false}", "\"score\":0.5}],\"totalScore\":0.5,");
    }

    @Test
    void objectiveWithoutANumberSaysWhy() {
        assertThat(AnalysisRaw.of(result(objective(Optional.empty(), 0, false), "NaN"))).contains("\"failResult\":{\"operator\":{},\"fulfilled\":false}", "\"pass\":false},\"objective\"",
                "\"highBound\":\"1k\"}}}},\"value\":0,", "\"score\":0,\"error\":\"the answer 'NaN' is not a number\"}");
    }

    @Test
    void objectiveWithoutTargetHasAnEmptyOne() {
        Objective informing = new Objective(new Reference("info", Optional.empty()), Optional.empty(), Optional.empty(), 1, false);

        assertThat(AnalysisRaw.of(result(informing, "3"))).contains("\"target\":{},\"weight\":1},\"value\":3,");
    }

    @Test
    void anyNumberIsValidJson() throws Exception {
        for (String value : List.of("1e300", "-1e-300", "0.000000000000000000001", "123456789012345678901234567890", "0", "-0.0")) {
            String raw = AnalysisRaw.of(result(objective(Optional.empty(), 1, false), value));
            assertThat(new ObjectMapper().readTree(raw).at("/objectiveResults/0/value").decimalValue()).isEqualByComparingTo(new BigDecimal(value));
        }
    }
}
