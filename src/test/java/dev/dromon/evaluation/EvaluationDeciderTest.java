package dev.dromon.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.dromon.model.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationDeciderTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final ObjectiveObservation GOOD = objective("cpu", "<10", "5");
    private static final ObjectiveObservation BAD = objective("memory", "<10", "15");

    @ParameterizedTest(name = "{0}")
    @MethodSource("objectives")
    void judgesAnObjective(String sentence, ObjectiveObservation seen, State state, String value, String message) {
        EvaluationStatus.Objective judged = look(EvaluationStatus.NEW, 1, NOW, seen).status().objectives().get(0);

        assertThat(judged).isEqualTo(new EvaluationStatus.Objective(seen.metric(), seen.target(), value, seen.value().flatMap(ObjectiveObservation.Value::fetched), state, message));
    }

    static Stream<Arguments> objectives() {
        return Stream.of(
                arguments("a value within the target", GOOD, State.SUCCEEDED, "5", "value '5' met objective '<10'"),
                arguments("a value outside the target", BAD, State.FAILED, "15", "value '15' did not meet objective '<10'"),
                arguments("quantities on both sides", objective("m", "<=500m", "0.5"), State.SUCCEEDED, "0.5", "value '0.5' met objective '<=500m'"),
                arguments("blanks around the numbers", objective("m", " < 10 ", " 5 "), State.SUCCEEDED, " 5 ", "value ' 5 ' met objective ' < 10 '"),
                arguments("NaN never passes", objective("m", "<10", "NaN"), State.FAILED, "NaN", "value 'NaN' is not a number"),
                arguments("infinity never passes", objective("m", ">10", "+Inf"), State.FAILED, "+Inf", "value '+Inf' is not a number"),
                arguments("a value that is text", objective("m", "<10", "five"), State.FAILED, "five", "value 'five' is not a number"),
                arguments("a blank value", objective("m", "<10", " "), State.FAILED, " ", "value ' ' is not a number"),
                arguments("no value", new ObjectiveObservation(metric("m"), "<10", Optional.empty(), "KeptnMetric m does not exist"), State.FAILED, "", "KeptnMetric m does not exist"),
                arguments("a target that is none", objective("m", "=10", "10"), State.FAILED, "10",
                        "target '=10' is not an operator (<, >, <=, >=, ==) and a number"),
                arguments("a target that is none, and no value", new ObjectiveObservation(metric("m"), "", Optional.empty(), "no value"), State.FAILED, "",
                        "target '' is not an operator (<, >, <=, >=, ==) and a number"));
    }

    private static ObjectiveObservation analysis(State state) {
        Optional<Instant> until = state == State.PROGRESSING ? Optional.of(NOW.plusSeconds(300)) : Optional.empty();
        return new ObjectiveObservation(metric("slo"), ObjectiveObservation.PASS, Optional.empty(), "", Optional.of(new ObjectiveObservation.Verdict(state, "Analysis a", until)));
    }

    @Test
    void anAttemptWaitsForItsAnalysisAndIsWrittenOnceMeanwhile() {
        EvaluationDecision waits = look(EvaluationStatus.NEW, 2, NOW, analysis(State.PROGRESSING), GOOD);

        assertThat(waits.status().state()).isEqualTo(State.PROGRESSING);
        assertThat(waits.status().attempts()).isZero();
        assertThat(waits.status().objectives()).extracting(EvaluationStatus.Objective::state).containsExactly(State.PROGRESSING, State.SUCCEEDED);
        assertThat(waits.requeueAfter()).contains(Duration.ofSeconds(300));
        assertThat(look(waits.status(), 2, NOW.plusSeconds(1), analysis(State.PROGRESSING), objective("cpu", "<10", "6")).status()).isEqualTo(waits.status());

        EvaluationDecision passes = look(waits.status(), 2, NOW.plusSeconds(2), analysis(State.SUCCEEDED), BAD);
        assertThat(passes.status().attempts()).as("the other objective is another one now, and not met").isEqualTo(1);
        assertThat(look(waits.status(), 2, NOW.plusSeconds(2), analysis(State.SUCCEEDED), GOOD).status().state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void anAnalysisThatFailsUsesAnAttemptAndTheNextOneIsDueAfterTheInterval() {
        EvaluationDecision failed = look(EvaluationStatus.NEW, 2, NOW, analysis(State.FAILED), GOOD);

        assertThat(failed.status().state()).isEqualTo(State.PROGRESSING);
        assertThat(failed.status().attempts()).isEqualTo(1);
        assertThat(failed.status().due(NOW.plusSeconds(4), INTERVAL)).isEmpty();
        assertThat(failed.status().due(NOW.plusSeconds(5), INTERVAL)).contains(2);
        assertThat(look(failed.status(), 2, NOW.plusSeconds(5), analysis(State.PROGRESSING), GOOD).status().attempts()).isEqualTo(1);
        assertThat(look(failed.status(), 2, NOW.plusSeconds(6), analysis(State.FAILED), GOOD).status().state()).isEqualTo(State.FAILED);
    }

    @Test
    void itHasPassedAsSoonAsAllObjectivesAreMet() {
        EvaluationDecision decision = look(EvaluationStatus.NEW, 3, NOW, GOOD, objective("memory", ">=1Gi", "2Gi"));

        assertThat(decision.status().state()).isEqualTo(State.SUCCEEDED);
        assertThat(decision.status().attempts()).isEqualTo(1);
        assertThat(decision.status().start()).contains(NOW);
        assertThat(decision.status().end()).contains(NOW);
        assertThat(decision.requeueAfter()).isEmpty();
    }

    @Test
    void oneObjectiveThatIsNotMetIsEnoughToTryAgain() {
        EvaluationDecision decision = look(EvaluationStatus.NEW, 3, NOW, GOOD, BAD);

        assertThat(decision.status().state()).isEqualTo(State.PROGRESSING);
        assertThat(decision.status().attempts()).isEqualTo(1);
        assertThat(decision.status().lastAttempt()).contains(NOW);
        assertThat(decision.status().end()).isEmpty();
        assertThat(decision.requeueAfter()).contains(INTERVAL);
    }

    @Test
    void itHasFailedWhenTheLastAttemptDidNotPass() {
        EvaluationStatus first = look(EvaluationStatus.NEW, 3, NOW, BAD).status();
        EvaluationStatus second = look(first, 3, NOW.plusSeconds(5), BAD).status();
        EvaluationDecision third = look(second, 3, NOW.plusSeconds(10), BAD);

        assertThat(second.state()).isEqualTo(State.PROGRESSING);
        assertThat(third.status().state()).isEqualTo(State.FAILED);
        assertThat(third.status().attempts()).isEqualTo(3);
        assertThat(third.status().start()).contains(NOW);
        assertThat(third.status().end()).contains(NOW.plusSeconds(10));
        assertThat(third.requeueAfter()).isEmpty();
    }

    @Test
    void itCanPassAtItsLastAttempt() {
        EvaluationStatus first = look(EvaluationStatus.NEW, 2, NOW, BAD).status();

        EvaluationDecision last = look(first, 2, NOW.plusSeconds(5), GOOD);

        assertThat(last.status().state()).isEqualTo(State.SUCCEEDED);
        assertThat(look(last.status(), 2, NOW.plusSeconds(60), BAD).status()).isEqualTo(last.status());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0, -3})
    void oneRetryOrNoneIsOneAttempt(int retries) {
        assertThat(look(EvaluationStatus.NEW, retries, NOW, BAD).status().state()).isEqualTo(State.FAILED);
        assertThat(look(EvaluationStatus.NEW, retries, NOW, GOOD).status().state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void aMetricThatChangesBetweenTwoAttemptsUsesNoAttempt() {
        EvaluationStatus first = look(EvaluationStatus.NEW, 2, NOW, BAD).status();

        EvaluationDecision between = look(first, 2, NOW.plusSeconds(2), objective("memory", "<10", "14"));

        assertThat(between.status()).isEqualTo(first);
        assertThat(between.requeueAfter()).contains(Duration.ofSeconds(3));
    }

    @Test
    void aMetricThatBecomesGoodBetweenTwoAttemptsPassesAtOnce() {
        EvaluationStatus first = look(EvaluationStatus.NEW, 2, NOW, BAD).status();

        EvaluationDecision between = look(first, 2, NOW.plusSeconds(2), GOOD);

        assertThat(between.status().state()).isEqualTo(State.SUCCEEDED);
        assertThat(between.status().attempts()).isEqualTo(2);
    }

    @Test
    void anObjectiveThatWasMetOnceStaysMetWhateverBecomesOfItsMetric() {
        EvaluationStatus first = look(EvaluationStatus.NEW, 4, NOW, GOOD, BAD).status();

        EvaluationStatus second = look(first, 4, NOW.plusSeconds(5), objective("cpu", "<10", "50"), objective("memory", "<10", "25")).status();
        EvaluationStatus third = look(second, 4, NOW.plusSeconds(10), missing("cpu", "<10"), objective("memory", "<10", "5")).status();

        assertThat(second.state()).isEqualTo(State.PROGRESSING);
        assertThat(second.objectives().get(0)).as("with the value and the time it was met by").isEqualTo(first.objectives().get(0));
        assertThat(third.state()).isEqualTo(State.SUCCEEDED);
        assertThat(third.objectives()).extracting(EvaluationStatus.Objective::value).containsExactly("5", "5");
    }

    @Test
    void whatIsMetBetweenTwoAttemptsIsKeptAndUsesNoAttempt() {
        EvaluationStatus first = look(EvaluationStatus.NEW, 2, NOW, objective("cpu", "<10", "50"), BAD).status();

        EvaluationDecision between = look(first, 2, NOW.plusSeconds(2), GOOD, BAD);
        EvaluationDecision flapped = look(between.status(), 2, NOW.plusSeconds(3), objective("cpu", "<10", "50"), BAD);
        EvaluationDecision last = look(between.status(), 2, NOW.plusSeconds(5), objective("cpu", "<10", "50"), objective("memory", "<10", "5"));

        assertThat(between.status().attempts()).isEqualTo(1);
        assertThat(between.status().history()).isEqualTo(first.history());
        assertThat(between.status().objectives()).extracting(EvaluationStatus.Objective::state).containsExactly(State.SUCCEEDED, State.FAILED);
        assertThat(between.requeueAfter()).contains(Duration.ofSeconds(3));
        assertThat(flapped.status()).isEqualTo(between.status());
        assertThat(last.status().state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void theTwoSidesOfARangeAreNotMetAtDifferentLooks() {
        EvaluationStatus low = look(EvaluationStatus.NEW, 3, NOW, objective("cpu", ">5", "3"), objective("cpu", "<10", "3")).status();

        EvaluationStatus high = look(low, 3, NOW.plusSeconds(5), objective("cpu", ">5", "12"), objective("cpu", "<10", "12")).status();

        assertThat(low.objectives()).extracting(EvaluationStatus.Objective::state).containsExactly(State.FAILED, State.SUCCEEDED);
        assertThat(high.objectives()).extracting(EvaluationStatus.Objective::state).containsExactly(State.SUCCEEDED, State.FAILED);
        assertThat(high.state()).isEqualTo(State.PROGRESSING);
    }

    @Test
    void metricsOfTheSameNameInTwoNamespacesAreTwoObjectives() {
        ObjectiveObservation here = objective("cpu", "<10", "5");
        ObjectiveObservation there = new ObjectiveObservation(new ObjectiveObservation.Metric("other", "cpu", "prometheus"), "<10", value("50"), "");
        EvaluationStatus first = look(EvaluationStatus.NEW, 3, NOW, here, there).status();

        EvaluationStatus second = look(first, 3, NOW.plusSeconds(5), here, there).status();

        assertThat(second.state()).isEqualTo(State.PROGRESSING);
        assertThat(second.objectives()).extracting(EvaluationStatus.Objective::state).containsExactly(State.SUCCEEDED, State.FAILED);
    }

    @Test
    void anObjectiveThatWasEditedHasNotBeenMet() {
        EvaluationStatus first = look(EvaluationStatus.NEW, 4, NOW, GOOD, BAD).status();

        assertThat(look(first, 4, NOW.plusSeconds(5), objective("cpu", "<4", "5"), BAD).status().objectives().get(0).state()).isEqualTo(State.FAILED);
        assertThat(look(first, 4, NOW.plusSeconds(5), objective("disk", "<10", "50"), BAD).status().objectives().get(0).state()).isEqualTo(State.FAILED);
        ObjectiveObservation elsewhere = new ObjectiveObservation(new ObjectiveObservation.Metric("other", "cpu", "prometheus"), "<10", value("50"), "");
        assertThat(look(first, 4, NOW.plusSeconds(5), elsewhere, BAD).status().objectives().get(0).state()).isEqualTo(State.FAILED);
        assertThat(look(first, 4, NOW.plusSeconds(5), BAD, objective("cpu", "<10", "50")).status().objectives()).extracting(EvaluationStatus.Objective::state)
                .containsOnly(State.FAILED);
    }

    @ParameterizedTest(name = "fetched {0} ms ago, every {1} s: {2}")
    @CsvSource({"0, 10, SUCCEEDED", "19999, 10, SUCCEEDED", "20000, 10, SUCCEEDED", "20001, 10, FAILED", "3600000, 10, FAILED", "-5000, 10, SUCCEEDED", "2000, 1, SUCCEEDED", "2001, 1, FAILED"})
    void aValueThatIsOlderThanTwiceItsIntervalDoesNotCount(long age, long interval, State state) {
        Instant fetched = NOW.minusMillis(age);
        ObjectiveObservation seen = new ObjectiveObservation(metric("cpu"), "<10", Optional.of(new ObjectiveObservation.Value("5", Optional.of(fetched), Duration.ofSeconds(interval))), "");

        EvaluationStatus status = look(EvaluationStatus.NEW, 1, NOW, seen).status();

        assertThat(status.state()).isEqualTo(state);
        assertThat(status.objectives().get(0)).satisfies(o -> assertThat(o.value()).isEqualTo("5")).satisfies(o -> assertThat(o.fetched()).contains(fetched));
        assertThat(status.objectives().get(0).message()).isEqualTo(state == State.SUCCEEDED ? "value '5' met objective '<10'"
                : "value '5' does not count: it was fetched at " + fetched + ", more than twice the fetch interval of " + interval + "s before this look");
    }

    @Test
    void aValueWithoutATimeWasWrittenByHandAndCounts() {
        ObjectiveObservation seen = new ObjectiveObservation(metric("cpu"), "<10", Optional.of(new ObjectiveObservation.Value("5", Optional.empty(), Duration.ofSeconds(10))), "");

        EvaluationStatus status = look(EvaluationStatus.NEW, 1, NOW, seen).status();

        assertThat(status.state()).isEqualTo(State.SUCCEEDED);
        assertThat(status.objectives().get(0).fetched()).isEmpty();
    }

    @Test
    void aStaleValueThatIsFetchedAgainCountsAgain() {
        ObjectiveObservation old = new ObjectiveObservation(metric("cpu"), "<10", Optional.of(new ObjectiveObservation.Value("5", Optional.of(NOW.minusSeconds(60)), Duration.ofSeconds(10))), "");
        EvaluationStatus first = look(EvaluationStatus.NEW, 2, NOW, old).status();
        assertThat(first.state()).isEqualTo(State.PROGRESSING);

        assertThat(look(first, 2, NOW.plusSeconds(1), GOOD).status().state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void everyAttemptIsKeptWithWhatItFoundUpToTheLastTen() {
        EvaluationStatus status = EvaluationStatus.NEW;
        for (int attempt = 0; attempt < 12; attempt++) {
            status = look(status, 20, NOW.plusSeconds(5L * attempt), objective("memory", "<10", Integer.toString(20 + attempt))).status();
        }

        assertThat(status.attempts()).isEqualTo(12);
        assertThat(status.history()).hasSize(EvaluationStatus.KEPT);
        assertThat(status.history()).extracting(a -> a.objectives().get(0).value()).containsExactly("22", "23", "24", "25", "26", "27", "28", "29", "30", "31");
        assertThat(status.history()).extracting(EvaluationStatus.Attempt::time).startsWith(NOW.plusSeconds(10)).endsWith(NOW.plusSeconds(55));
        assertThat(status.history().get(9).objectives().get(0)).satisfies(o -> assertThat(o.metric()).isEqualTo(metric("memory"))).satisfies(o -> assertThat(o.target()).isEqualTo("<10"))
                .satisfies(o -> assertThat(o.fetched()).contains(NOW));
    }

    @Test
    void theSameMetricTwiceIsARangeOfWhichBothSidesCount() {
        EvaluationStatus outside = look(EvaluationStatus.NEW, 2, NOW, objective("cpu", ">5", "20"), objective("cpu", "<10", "20")).status();
        assertThat(outside.state()).isEqualTo(State.PROGRESSING);
        assertThat(outside.objectives()).extracting(EvaluationStatus.Objective::state).containsExactly(State.SUCCEEDED, State.FAILED);

        assertThat(look(outside, 2, NOW.plusSeconds(5), objective("cpu", ">5", "20"), objective("cpu", "<10", "20")).status().state()).isEqualTo(State.FAILED);
        assertThat(look(outside, 2, NOW.plusSeconds(5), objective("cpu", ">5", "7"), objective("cpu", "<10", "7")).status().state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void withoutItsDefinitionItWaitsAndUsesNoAttempt() {
        EvaluationObservation missing = new EvaluationObservation(EvaluationStatus.NEW, Optional.empty(), 3, INTERVAL, Optional.empty(), NOW);

        EvaluationDecision decision = EvaluationDecider.decide(missing);

        assertThat(decision.status()).isEqualTo(EvaluationStatus.NEW);
        assertThat(decision.requeueAfter()).isEmpty();
    }

    @Test
    void withoutAnyObjectiveItHasPassed() {
        assertThat(look(EvaluationStatus.NEW, 3, NOW).status().state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void aCancelledEvaluationEndsWithWhatItHasSeen() {
        EvaluationStatus first = look(EvaluationStatus.NEW, 3, NOW, BAD).status();

        EvaluationDecision decision = EvaluationDecider
                .decide(new EvaluationObservation(first, Optional.of(List.of(GOOD)), 3, INTERVAL, Optional.of("superseded"), NOW.plusSeconds(7)));

        assertThat(decision.status()).isEqualTo(
                new EvaluationStatus(State.DEPRECATED, 1, first.lastAttempt(), first.objectives(), first.history(), Optional.of(NOW), Optional.of(NOW.plusSeconds(7))));
        assertThat(decision.requeueAfter()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = State.class, names = {"SUCCEEDED", "FAILED", "DEPRECATED", "WARNING"})
    void anEvaluationThatHasEndedNeverChanges(State state) {
        EvaluationStatus ended = new EvaluationStatus(state, 9, Optional.of(NOW), List.of(), List.of(), Optional.of(NOW), Optional.of(NOW));

        for (EvaluationDecision decision : List.of(look(ended, 1, NOW.plusSeconds(99), BAD), look(ended, 10, NOW.plusSeconds(99), GOOD),
                EvaluationDecider.decide(new EvaluationObservation(ended, Optional.empty(), 1, INTERVAL, Optional.of("superseded"), NOW)))) {
            assertThat(decision.status()).isEqualTo(ended);
            assertThat(decision.requeueAfter()).isEmpty();
        }
    }

    @Test
    void aClockThatWasSetBackUsesNoAttempt() {
        EvaluationStatus first = look(EvaluationStatus.NEW, 2, NOW, BAD).status();

        EvaluationDecision decision = look(first, 2, NOW.minusSeconds(60), BAD);

        assertThat(decision.status()).isEqualTo(first);
        assertThat(decision.requeueAfter()).contains(Duration.ofSeconds(65));
    }

    private static ObjectiveObservation objective(String metric, String target, String value) {
        return new ObjectiveObservation(metric(metric), target, value(value), "");
    }

    private static ObjectiveObservation missing(String metric, String target) {
        return new ObjectiveObservation(new ObjectiveObservation.Metric("", metric, ""), target, Optional.empty(), "KeptnMetric " + metric + " does not exist");
    }

    private static ObjectiveObservation.Metric metric(String name) {
        return new ObjectiveObservation.Metric("shop", name, "prometheus");
    }

    /** Young enough for all looks of these tests. */
    private static Optional<ObjectiveObservation.Value> value(String text) {
        return Optional.of(new ObjectiveObservation.Value(text, Optional.of(NOW), Duration.ofHours(1)));
    }

    private static EvaluationDecision look(EvaluationStatus status, int retries, Instant now, ObjectiveObservation... objectives) {
        return EvaluationDecider.decide(new EvaluationObservation(status, Optional.of(List.of(objectives)), retries, INTERVAL, Optional.empty(), now));
    }
}
