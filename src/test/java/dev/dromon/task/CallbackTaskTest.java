package dev.dromon.task;

import static dev.dromon.model.State.DEPRECATED;
import static dev.dromon.model.State.FAILED;
import static dev.dromon.model.State.PENDING;
import static dev.dromon.model.State.PROGRESSING;
import static dev.dromon.model.State.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.dromon.model.Blocker;
import dev.dromon.model.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link TaskDecider} makes of a task that waits for an answer. */
class CallbackTaskTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant DEADLINE = START.plusSeconds(60);
    private static final Optional<TaskObservation.Question> QUESTION = Optional.of(new TaskObservation.Question(Duration.ofMinutes(1), "hash"));
    private static final Optional<Blocker> PROBLEM = Optional.of(Blocker.stuck("CallbackUnavailable", "no key"));
    private static final Callback ASKED = new Callback("hash", DEADLINE);
    private static final CallbackAnswer YES = new CallbackAnswer(START.plusSeconds(9), true, "fine", Map.of());
    private static final CallbackAnswer NO = new CallbackAnswer(START.plusSeconds(9), false, "not today", Map.of());

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void decides(String sentence, TaskObservation seen, State state, String reason, String message) {
        TaskDecision decision = TaskDecider.decide(seen);

        assertThat(decision.act()).isEqualTo(TaskDecision.Act.NONE);
        assertThat(decision.status().state()).isEqualTo(state);
        assertThat(decision.status().reason()).isEqualTo(reason);
        assertThat(decision.status().message()).isEqualTo(message);
        assertThat(decision.status().end().isPresent()).isEqualTo(state.completed());
        assertThat(decision.status().jobName()).isEmpty();
        assertThat(TaskDecider.decide(new TaskObservation(decision.status(), seen.jobName(), seen.job(), seen.problem(), seen.cancelled(), seen.question(), seen.now())).status())
                .as("deciding on its own result changes nothing").isEqualTo(decision.status());
    }

    static Stream<Arguments> rows() {
        Instant early = START.plusSeconds(5);
        TaskStatus unsent = status(ASKED).because(Blocker.waiting("RequestNotTaken", "the receiver answered 500"));
        TaskStatus sent = status(ASKED.requested(START)).because(Blocker.waiting("WaitingForAnswer", "waits"));
        return Stream.of(
                arguments("a new task asks", seen(TaskStatus.NEW, START), PROGRESSING, "", ""),
                arguments("a new task that can ask nobody waits", problem(TaskStatus.NEW, START), PENDING, "CallbackUnavailable", "no key"),
                arguments("a task that waits for its answer", seen(sent, early), PROGRESSING, "WaitingForAnswer", "waits"),
                arguments("one whose request was not taken yet", seen(unsent, early), PROGRESSING, "RequestNotTaken", "the receiver answered 500"),
                arguments("its definition is gone, or wants something else meanwhile", problem(sent, early), PROGRESSING, "WaitingForAnswer", "waits"),
                arguments("the answer is yes", seen(AnswerDecider.recorded(sent, YES), early), SUCCEEDED, "", "fine"),
                arguments("the answer is no", seen(AnswerDecider.recorded(sent, NO), early), FAILED, "CallbackFailed", "not today"),
                arguments("the answer is no, without a word", seen(AnswerDecider.recorded(sent, new CallbackAnswer(early, false, "", Map.of())), early), FAILED, "CallbackFailed",
                        "the answer was failed, without a message"),
                arguments("the answer came before the request was known to be taken", seen(AnswerDecider.recorded(unsent, YES), early), SUCCEEDED, "", "fine"),
                arguments("an answer that was recorded counts after the deadline too", seen(AnswerDecider.recorded(sent, YES), DEADLINE.plusSeconds(1)), SUCCEEDED, "", "fine"),
                arguments("just before the deadline", seen(sent, DEADLINE.minusNanos(1000)), PROGRESSING, "WaitingForAnswer", "waits"),
                arguments("no answer until the deadline", seen(sent, DEADLINE), FAILED, "CallbackTimeout", "no answer came until 2026-01-02T03:05:05Z"),
                arguments("nor was the request taken", seen(unsent, DEADLINE), FAILED, "CallbackTimeout",
                        "no answer came until 2026-01-02T03:05:05Z; the request was never taken: the receiver answered 500"),
                arguments("nor was it sent", seen(status(ASKED), DEADLINE), FAILED, "CallbackTimeout", "no answer came until 2026-01-02T03:05:05Z; the request was never taken"),
                arguments("it is cancelled", cancelled(sent, early), DEPRECATED, "Cancelled", "a newer version took over"),
                arguments("it is cancelled in the moment of its answer", cancelled(AnswerDecider.recorded(sent, YES), early), DEPRECATED, "Cancelled", "a newer version took over"),
                arguments("it is cancelled before it asks", cancelled(TaskStatus.NEW, early), DEPRECATED, "Cancelled", "a newer version took over"));
    }

    @Test
    void whatIsToBeAskedIsRecordedFirstWithItsDeadline() {
        assertThat(TaskDecider.decide(seen(TaskStatus.NEW, START)).status()).isEqualTo(status(ASKED));
    }

    @Test
    void aTaskThatHasEndedStaysAsItIs() {
        for (State state : List.of(SUCCEEDED, FAILED, DEPRECATED)) {
            TaskStatus ended = new TaskStatus(state, "", "", "", Optional.of(START), Optional.of(DEADLINE), Optional.of(ASKED.answered(YES)));
            for (TaskObservation seen : List.of(seen(ended, DEADLINE), problem(ended, DEADLINE), cancelled(ended, DEADLINE))) {
                assertThat(TaskDecider.decide(seen)).isEqualTo(new TaskDecision(TaskDecision.Act.NONE, ended));
            }
        }
    }

    @Test
    void aTaskWithAJobGoesOnWithItAlthoughItsDefinitionAsksMeanwhile() {
        TaskStatus running = new TaskStatus(PROGRESSING, "job", "", "", Optional.of(START), Optional.empty());
        Optional<TaskObservation.Job> job = Optional.of(new TaskObservation.Job(List.of(), false));

        TaskObservation seen = new TaskObservation(running, "job", job, Optional.empty(), Optional.empty(), QUESTION, DEADLINE);

        assertThat(TaskDecider.decide(seen)).isEqualTo(new TaskDecision(TaskDecision.Act.NONE, running));
        assertThat(seen.asks()).isFalse();
    }

    @Test
    void aTokenIsMadeOnlyForATaskThatIsAboutToAsk() {
        assertThat(seen(TaskStatus.NEW, START).asks()).isTrue();
        assertThat(problem(TaskStatus.NEW, START).asks()).isFalse();
        assertThat(cancelled(TaskStatus.NEW, START).asks()).isFalse();
        assertThat(seen(status(ASKED), START).asks()).isFalse();
        assertThat(new TaskObservation(TaskStatus.NEW, "job", Optional.empty(), Optional.empty(), Optional.empty(), START).asks()).isFalse();
    }

    @Test
    void itIsLookedAtAgainAtItsDeadline() {
        assertThat(TaskDecider.untilDeadline(status(ASKED), START)).contains(Duration.ofMinutes(1));
        assertThat(TaskDecider.untilDeadline(status(ASKED), DEADLINE.plusSeconds(9))).contains(Duration.ZERO);
        assertThat(TaskDecider.untilDeadline(AnswerDecider.recorded(status(ASKED), YES), START)).isEmpty();
        assertThat(TaskDecider.untilDeadline(TaskStatus.NEW, START)).isEmpty();
        assertThat(TaskDecider.untilDeadline(TaskDecider.decide(seen(status(ASKED), DEADLINE)).status(), DEADLINE)).isEmpty();
    }

    private static TaskStatus status(Callback callback) {
        return new TaskStatus(PROGRESSING, "", "", "", Optional.of(START), Optional.empty(), Optional.of(callback));
    }

    private static TaskObservation seen(TaskStatus status, Instant now) {
        return new TaskObservation(status, "job", Optional.empty(), Optional.empty(), Optional.empty(), QUESTION, now);
    }

    private static TaskObservation problem(TaskStatus status, Instant now) {
        return new TaskObservation(status, "job", Optional.empty(), PROBLEM, Optional.empty(), Optional.empty(), now);
    }

    private static TaskObservation cancelled(TaskStatus status, Instant now) {
        return new TaskObservation(status, "job", Optional.empty(), Optional.empty(), Optional.of("a newer version took over"), QUESTION, now);
    }
}
