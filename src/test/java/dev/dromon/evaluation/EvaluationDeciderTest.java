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

        assertThat(judged).isEqualTo(new EvaluationStatus.Objective(seen.metric(), seen.target(), value, seen.source().object(), seen.source().time(), state, message));
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
                arguments("a value that counts until now", dated(Duration.ofSeconds(20)), State.SUCCEEDED, "5", "value '5' met objective '<10'"),
                arguments("a value that is too old", dated(Duration.ofSeconds(20).plusNanos(1000)), State.FAILED, "5", "value '5' is older than twice the interval of its KeptnMetric and does not count"),
                arguments("no value", new ObjectiveObservation("m", "<10", Optional.empty(), "KeptnMetric m does not exist", ObjectiveObservation.Source.NONE), State.FAILED, "", "KeptnMetric m does not exist"),
                arguments("a target that is none", objective("m", "=10", "10"), State.FAILED, "10",
                        "target '=10' is not an operator (<, >, <=, >=, ==) and a number"),
                arguments("a target that is none, and no value", new ObjectiveObservation("m", "", Optional.empty(), "no value", ObjectiveObservation.Source.NONE), State.FAILED, "",
                        "target '' is not an operator (<, >, <=, >=, ==) and a number"));
    }

    private static ObjectiveObservation dated(Duration age) {
        return new ObjectiveObservation("m", "<10", Optional.of("5"), "", new ObjectiveObservation.Source("shop/m", Optional.of(NOW.minus(age)), Duration.ofSeconds(20)));
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
    void allObjectivesHaveToBeMetAtTheSameLook() {
        EvaluationStatus first = look(EvaluationStatus.NEW, 3, NOW, GOOD, BAD).status();

        EvaluationStatus second = look(first, 3, NOW.plusSeconds(5), objective("cpu", "<10", "50"), objective("memory", "<10", "5")).status();

        assertThat(second.state()).isEqualTo(State.PROGRESSING);
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
                new EvaluationStatus(State.DEPRECATED, 1, first.lastAttempt(), first.objectives(), Optional.of(NOW), Optional.of(NOW.plusSeconds(7))));
        assertThat(decision.requeueAfter()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = State.class, names = {"SUCCEEDED", "FAILED", "DEPRECATED", "WARNING"})
    void anEvaluationThatHasEndedNeverChanges(State state) {
        EvaluationStatus ended = new EvaluationStatus(state, 9, Optional.of(NOW), List.of(), Optional.of(NOW), Optional.of(NOW));

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
        return new ObjectiveObservation(metric, target, Optional.of(value), "", ObjectiveObservation.Source.NONE);
    }

    private static EvaluationDecision look(EvaluationStatus status, int retries, Instant now, ObjectiveObservation... objectives) {
        return EvaluationDecider.decide(new EvaluationObservation(status, Optional.of(List.of(objectives)), retries, INTERVAL, Optional.empty(), now));
    }
}
