package dev.dromon.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.analysis.AnalysisProgress.State;
import dev.dromon.model.Blocker;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalysisDeciderTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Timeframe PAST = new Timeframe(NOW.minusSeconds(300), NOW);
    private static final ValueAnswer GOOD = ValueAnswer.of("1");
    private static final ValueAnswer DOWN = ValueAnswer.none("the provider cannot be reached");

    private final Definition definition = Analyses.definition(90, 50, Analyses.objective("a", 1, false), Analyses.objective("b", 1, false));
    private final Map<ValueQuestion, Asked> asked = new HashMap<>();
    private AnalysisProgress status = AnalysisProgress.NEW;
    private Timeframe wanted = PAST;
    private Optional<Blocker> blocker = Optional.empty();
    private List<ValueQuestion> questions = List.of(question("a"), question("b"));

    private static ValueQuestion question(String query) {
        return new ValueQuestion("ns/prometheus", "1", query, Optional.empty());
    }

    private void answered(String query, ValueAnswer answer) {
        asked.put(question(query), new Asked(1, NOW, Optional.of(answer), false));
    }

    private void running(String query) {
        asked.put(question(query), new Asked(1, NOW, Optional.empty(), true));
    }

    private AnalysisDecision decide() {
        List<ObjectiveObservation> objectives = IntStream.range(0, questions.size())
                .mapToObj(i -> new ObjectiveObservation(definition.objectives().get(i), Optional.of(questions.get(i)), Optional.empty())).toList();
        return AnalysisDecider.decide(new AnalysisObservation(status, Optional.of(wanted), Optional.of(definition), blocker, objectives, asked, NOW));
    }

    private static AnalysisProgress progressing(StoredValue... stored) {
        return new AnalysisProgress(State.PROGRESSING, Optional.of(PAST), List.of(stored), Optional.empty(), Optional.empty());
    }

    private static StoredValue stored(String template, String query, ValueAnswer answer) {
        return new StoredValue(new Reference(template, Optional.empty()), query, answer);
    }

    @Test
    void allQuestionsAreAskedAtOnceAndTheTimeframeIsRecordedBefore() {
        assertThat(decide()).isEqualTo(new AnalysisDecision(progressing(), questions, Optional.empty()));
    }

    @Test
    void twoObjectivesWithOneQuestionAskItOnce() {
        questions = List.of(question("a"), question("a"));

        assertThat(decide().ask()).containsExactly(question("a"));
    }

    @Test
    void recordedTimeframeStays() {
        status = progressing();
        wanted = new Timeframe(NOW.minusSeconds(10), NOW.plusSeconds(10));

        assertThat(decide().status().timeframe()).hasValue(PAST);
    }

    @Test
    void whatIsOnItsWayIsAwaited() {
        status = progressing();
        running("a");
        answered("b", GOOD);

        assertThat(decide()).isEqualTo(new AnalysisDecision(progressing(), List.of(), Optional.empty()));
    }

    @Test
    void lastAnswerMakesTheVerdict() {
        status = progressing(stored("a", "a", GOOD), stored("b", "b", DOWN));
        answered("b", ValueAnswer.of("7"));

        AnalysisDecision decision = decide();

        assertThat(decision.status().state()).isEqualTo(State.COMPLETED);
        assertThat(decision.status().stored()).isEmpty();
        assertThat(decision.status().result().orElseThrow().total()).isEqualByComparingTo("1.5");
        assertThat(decision.status().result().orElseThrow().warning()).isTrue();
        assertThat(decision.ask()).isEmpty();
        assertThat(decision.requeueAfter()).isEmpty();
    }

    @Test
    void answerThatIsNoNumberIsAnAnswer() {
        answered("a", ValueAnswer.of("NaN"));
        answered("b", ValueAnswer.of(""));

        AnalysisResult result = decide().status().result().orElseThrow();

        assertThat(result.objectives()).allSatisfy(o -> assertThat(o.error()).isPresent());
        assertThat(result.pass() || result.warning()).isFalse();
    }

    @Test
    void problemIsRecordedWithWhatIsKnownAndAskedAgainLater() {
        status = progressing();
        answered("a", GOOD);
        answered("b", DOWN);

        AnalysisDecision decision = decide();

        assertThat(decision.status().stored()).containsExactly(stored("a", "a", GOOD), stored("b", "b", DOWN));
        assertThat(decision.status().blocker()).hasValue(Blocker.waiting("ValueMissing", "AnalysisValueTemplate b: the provider cannot be reached; asked again until there is an answer"));
        assertThat(decision.ask()).isEmpty();
        assertThat(decision.requeueAfter()).hasValue(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "2, 20", "3, 40", "6, 320", "7, 320", "1000000, 320"})
    void pauseDoublesUpToALimit(int times, int seconds) {
        asked.put(question("a"), new Asked(times, NOW, Optional.of(DOWN), false));
        answered("b", GOOD);

        assertThat(decide().requeueAfter()).hasValue(Duration.ofSeconds(seconds));

        asked.put(question("a"), new Asked(times, NOW.minusSeconds(seconds), Optional.of(DOWN), false));
        assertThat(decide().ask()).containsExactly(question("a"));
    }

    @Test
    void problemStaysInSightWhileItIsAskedAgain() {
        asked.put(question("a"), new Asked(2, NOW, Optional.of(DOWN), true));
        answered("b", GOOD);

        AnalysisDecision decision = decide();

        assertThat(decision.status().blocker()).isPresent();
        assertThat(decision.ask()).isEmpty();
        assertThat(decision.requeueAfter()).isEmpty();
    }

    @Test
    void afterARestartOnlyWhatIsMissingIsAsked() {
        status = progressing(stored("a", "a", GOOD), stored("b", "b", DOWN));

        AnalysisDecision decision = decide();

        assertThat(decision.ask()).containsExactly(question("b"));
        assertThat(decision.status().stored()).isEqualTo(status.stored());
        assertThat(decision.status().blocker()).isPresent();
    }

    @Test
    void valueOfAnotherQueryDoesNotCount() {
        status = progressing(stored("a", "what it was before the template changed", GOOD), stored("b", "b", GOOD));

        assertThat(decide().ask()).containsExactly(question("a"));
    }

    @Test
    void changedProviderIsAskedAtOnce() {
        answered("a", DOWN);
        answered("b", GOOD);
        ValueQuestion changed = new ValueQuestion("ns/prometheus", "2", "a", Optional.empty());
        questions = List.of(changed, question("b"));

        assertThat(decide().ask()).containsExactly(changed);
    }

    @Test
    void timeframeThatIsNotOverIsAwaited() {
        wanted = new Timeframe(NOW, NOW.plusSeconds(60));

        AnalysisDecision decision = decide();

        assertThat(decision.status().state()).isEqualTo(State.NEW);
        assertThat(decision.status().blocker().orElseThrow().reason()).isEqualTo("TimeframeNotOver");
        assertThat(decision.ask()).isEmpty();
        assertThat(decision.requeueAfter()).hasValue(Duration.ofSeconds(60));
    }

    @Test
    void blockedAnalysisDoesNotBeginAndKeepsItsTimeframe() {
        blocker = Optional.of(Blocker.stuck("DefinitionNotFound", "it does not exist"));

        assertThat(decide()).isEqualTo(new AnalysisDecision(new AnalysisProgress(State.NEW, Optional.of(PAST), List.of(), blocker, Optional.empty()), List.of(), Optional.empty()));
    }

    @Test
    void blockedObjectiveKeepsTheOthersFromBeingAskedAndLosesNothing() {
        status = progressing(stored("a", "a", GOOD));
        Blocker missing = Blocker.stuck("TemplateNotFound", "it does not exist");

        AnalysisDecision decision = AnalysisDecider.decide(new AnalysisObservation(status, Optional.of(wanted), Optional.of(definition), Optional.empty(),
                List.of(new ObjectiveObservation(definition.objectives().get(0), Optional.of(question("a")), Optional.empty()),
                        new ObjectiveObservation(definition.objectives().get(1), Optional.empty(), Optional.of(missing))), asked, NOW));

        assertThat(decision.status()).isEqualTo(new AnalysisProgress(State.PROGRESSING, Optional.of(PAST), status.stored(), Optional.of(missing), Optional.empty()));
        assertThat(decision.ask()).isEmpty();
    }

    @Test
    void completedAnalysisStaysAsItIs() {
        status = new AnalysisProgress(State.COMPLETED, Optional.of(PAST), List.of(), Optional.empty(), Optional.empty());
        blocker = Optional.of(Blocker.stuck("DefinitionNotFound", "it was deleted"));

        assertThat(decide()).isEqualTo(new AnalysisDecision(status, List.of(), Optional.empty()));
    }

    @Test
    void manyProblemsAreToldByTheFirstThree() {
        Definition four = Analyses.definition(90, 50, Analyses.objective("a", 1, false), Analyses.objective("b", 1, false), Analyses.objective("c", 1, false), Analyses.objective("d", 1, false));
        List<ObjectiveObservation> objectives = four.objectives().stream().map(o -> new ObjectiveObservation(o, Optional.of(question(o.template().name())), Optional.empty())).toList();
        objectives.forEach(o -> answered(o.objective().template().name(), DOWN));

        AnalysisDecision decision = AnalysisDecider.decide(new AnalysisObservation(status, Optional.of(wanted), Optional.of(four), Optional.empty(), objectives, asked, NOW));

        assertThat(decision.status().blocker().orElseThrow().message()).contains("Template c: ").doesNotContain("Template d: ").contains("; and 1 more; ");
    }
}
