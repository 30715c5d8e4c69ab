package dev.dromon.analysis;

import static dev.dromon.analysis.Analyses.criterion;
import static dev.dromon.analysis.Analyses.definition;
import static dev.dromon.analysis.Analyses.informing;
import static dev.dromon.analysis.Analyses.objective;
import static dev.dromon.analysis.Analyses.score;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of an objective here: 1 passes, 7 warns, 11 fails. */
class AnalysisScoreTest {

    @Test
    void twoAndAHalfAndOneOfFour() {
        Definition definition = definition(90, 87, objective("a", 2, false), objective("b", 1, false), objective("c", 1, false));

        AnalysisResult result = score(definition, "1", "7", "1");

        assertThat(result.objectives()).extracting(ObjectiveResult::score).usingComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .containsExactly(new BigDecimal("2"), new BigDecimal("0.5"), new BigDecimal("1"));
        assertThat(result.total()).isEqualByComparingTo("3.5");
        assertThat(result.maximum()).isEqualByComparingTo("4");
        assertThat(result.pass()).as("87.5 % of 90 %").isFalse();
        assertThat(result.warning()).as("87.5 % of 87 %").isTrue();
        assertThat(score(definition(87, 50, objective("a", 2, false), objective("b", 1, false), objective("c", 1, false)), "1", "7", "1").pass()).isTrue();
        assertThat(score(definition(90, 88, objective("a", 2, false), objective("b", 1, false), objective("c", 1, false)), "1", "7", "1").warning()).isFalse();
    }

    @ParameterizedTest(name = "{0}: {1} and {2}, weights {3} and {4}, pass at {5}, warning at {6}")
    @CsvSource({
        "all pass,                           1,  1, 1, 1, 100, 50, pass",
        "a percentage that is just reached,  1, 11, 1, 1,  50, 49, pass",
        "one that is just missed,            1, 11, 1, 1,  51, 50, warning",
        "below both,                         1, 11, 1, 1,  52, 51, fail",
        "a third is not 34 percent,          1, 11, 1, 2,  35, 34, fail",
        "a third is 33 percent,              1, 11, 1, 2,  34, 33, warning",
        "weights decide,                     1, 11, 9, 1,  90, 50, pass",
        "weight 0 counts nothing,            1, 11, 1, 0, 100, 50, pass",
        "warnings count half,                7,  7, 1, 1,  50, 49, pass",
        "all fail,                          11, 11, 1, 1,   1,  0, warning",
        "odd weights are halved exactly,     7, 11, 3, 0,  50, 49, pass",
        "no weight at all,                   1,  1, 0, 0,   1,  0, fail"})
    void scoreIsComparedWithBothPercentages(String name, String first, String second, int weight, int other, int pass, int warning, String verdict) {
        AnalysisResult result = score(definition(pass, warning, objective("a", weight, false), objective("b", other, false)), first, second);

        assertThat(verdict(result)).isEqualTo(verdict);
    }

    private static String verdict(AnalysisResult result) {
        assertThat(result.pass() && result.warning()).isFalse();
        return result.pass() ? "pass" : result.warning() ? "warning" : "fail";
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a key objective that fails spoils all,                  11, 1, fail",
        "one that warns does not,                                 7, 1, pass",
        "one that passes does not,                                1, 1, pass",
        "one without a number spoils all,                       NaN, 1, fail",
        "one with weight 0 that passes does not,                  1, 0, pass",
        "one with weight 0 that warns does not,                   7, 0, pass",
        "one with weight 0 that fails spoils all,                11, 0, fail"})
    void keyObjectiveSpoilsTheAnalysisWhenItFails(String name, String value, int weight, String verdict) {
        assertThat(verdict(score(definition(50, 1, objective("key", weight, true), objective("b", 100, false)), value, "1"))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "+Inf", "-Inf", "Infinity", "", " ", "many", "1,5"})
    void answerThatIsNoNumberIsAnErrorAndNoPass(String value) {
        AnalysisResult result = score(definition(50, 1, objective("a", 1, false)), value);

        assertThat(verdict(result)).isEqualTo("fail");
        ObjectiveResult objective = result.objectives().get(0);
        assertThat(objective.passed()).isFalse();
        assertThat(objective.score()).isEqualByComparingTo("0");
        assertThat(objective.error()).hasValue(value.isBlank() ? "the answer is empty" : "the answer '" + value + "' is not a number");
    }

    @Test
    void noNumberMeetsNoCriterionAlsoWhereOneWouldOnlyWarn() {
        Objective onlyWarns = new Objective(new Reference("a", Optional.empty()), Optional.empty(), Optional.of(criterion("greaterThan 5")), 1, false);

        assertThat(verdict(score(definition(50, 1, onlyWarns), "NaN"))).isEqualTo("fail");
        assertThat(verdict(score(definition(50, 1, onlyWarns), "6"))).isEqualTo("pass");
        assertThat(verdict(score(definition(51, 50, onlyWarns), "6"))).isEqualTo("warning");
    }

    @Test
    void failureIsLookedAtBeforeWarning() {
        Objective both = new Objective(new Reference("a", Optional.empty()), Optional.of(criterion("greaterThan 1")), Optional.of(criterion("greaterThan 1")), 1, false);

        ObjectiveResult result = score(definition(50, 1, both), "2").objectives().get(0);

        assertThat(result.failed()).isTrue();
        assertThat(result.warned()).isFalse();
    }

    @Test
    void objectiveWithoutCriteriaInformsAndCountsNothing() {
        AnalysisResult failing = score(definition(50, 1, informing("info", 100), objective("b", 1, false)), "3", "11");
        AnalysisResult passing = score(definition(100, 1, informing("info", 100), objective("b", 1, false)), "NaN", "1");

        assertThat(failing.maximum()).isEqualByComparingTo("1");
        assertThat(failing.objectives().get(0).value()).hasValue(new BigDecimal("3"));
        assertThat(verdict(failing)).isEqualTo("fail");
        assertThat(verdict(passing)).isEqualTo("pass");
        assertThat(verdict(score(definition(50, 0, informing("info", 1)), "3"))).as("nothing was judged").isEqualTo("fail");
    }
}
