package dev.dromon.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.model.Blocker;
import dev.dromon.model.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a task that Dromon calls something for: {@link CallDecider} and, around it, {@link TaskDecider}. */
class CallDeciderTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant NOW = START.plusSeconds(7);
    private static final Blocker STUCK = Blocker.stuck("HttpSecretUnusable", "no right");

    private static TaskObservation seen(TaskStatus status, Instant now) {
        return new TaskObservation(status, "ask-1", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.of(new TaskObservation.Calling(Duration.ofMinutes(1), "uid")), Optional.empty(), now);
    }

    private static TaskStatus called() {
        return TaskDecider.decide(seen(TaskStatus.NEW, START)).status();
    }

    private static CallOutcome repeat(boolean ended) {
        return CallOutcome.repeat("UnexpectedStatus", "GET was answered 503", new CallOutcome.Repeat(ended, Duration.ofSeconds(2), 3));
    }

    @Test
    void theCallIsRecordedBeforeItBegins() {
        TaskDecision decision = TaskDecider.decide(seen(TaskStatus.NEW, START));

        assertThat(decision.act()).isEqualTo(TaskDecision.Act.NONE);
        assertThat(decision.status().state()).isEqualTo(State.PROGRESSING);
        assertThat(decision.status().start()).contains(START);
        assertThat(decision.status().call()).contains(new Call("uid", 1, 1, START.plusSeconds(60), Optional.empty()));
        assertThat(decision.status().call().get().key()).isEqualTo("uid-1");
        assertThat(TaskDecider.decide(seen(decision.status(), NOW)).status()).as("a second look changes nothing").isEqualTo(decision.status());
        assertThat(TaskDecider.untilDeadline(decision.status(), NOW)).contains(Duration.ofSeconds(53));
    }

    @Test
    void whatCannotBeCalledWaitsWithoutADeadline() {
        TaskStatus waiting = TaskDecider.decide(seen(TaskStatus.NEW, START).withProblem(STUCK)).status();

        assertThat(waiting.state()).isEqualTo(State.PENDING);
        assertThat(waiting.reason()).isEqualTo("HttpSecretUnusable");
        assertThat(waiting.call()).isEmpty();
        assertThat(TaskDecider.decide(seen(waiting, NOW)).status().call()).as("it goes on").isPresent();
    }

    @Test
    void itsEndEndsTheTask() {
        TaskStatus done = CallDecider.decide(called(), 1, CallOutcome.succeeded("fine"), NOW);
        TaskStatus failed = CallDecider.decide(called(), 1, CallOutcome.failed("AssertionFailed", "found red"), NOW);

        assertThat(List.of(done.state(), done.reason(), done.message(), done.end().get())).isEqualTo(List.of(State.SUCCEEDED, "", "fine", NOW));
        assertThat(List.of(failed.state(), failed.reason(), failed.message(), failed.end().get())).isEqualTo(List.of(State.FAILED, "AssertionFailed", "found red", NOW));
        assertThat(TaskDecider.decide(seen(done, START.plusSeconds(99))).status()).isEqualTo(done);
    }

    @Test
    void anAttemptThatIsKnownToHaveEndedIsRepeatedWithANewKey() {
        TaskStatus second = CallDecider.decide(called(), 1, repeat(true), NOW);

        assertThat(second.call()).contains(new Call("uid", 2, 2, START.plusSeconds(60), Optional.of(NOW.plusSeconds(2))));
        assertThat(second.state()).isEqualTo(State.PROGRESSING);
        assertThat(second.reason()).isEqualTo("AttemptFailed");
        assertThat(second.message()).isEqualTo("attempt 1 of 3: GET was answered 503; the next one begins at 2026-01-02T03:04:14Z");
        assertThat(TaskDecider.waits(second.reason())).isTrue();
    }

    @Test
    void anAttemptWhoseEffectNobodyKnowsIsRepeatedWithTheSameKey() {
        TaskStatus second = CallDecider.decide(called(), 1, repeat(false), NOW);
        TaskStatus third = CallDecider.decide(second, 2, repeat(true), NOW.plusSeconds(9));

        assertThat(second.call().get().key()).isEqualTo("uid-1");
        assertThat(second.call().get().attempt()).isEqualTo(2);
        assertThat(third.call().get().key()).isEqualTo("uid-3");
    }

    @Test
    void anOutcomeOfAnotherAttemptOrOfATaskThatHasEndedChangesNothing() {
        TaskStatus second = CallDecider.decide(called(), 1, repeat(true), NOW);
        TaskStatus done = CallDecider.decide(called(), 1, CallOutcome.succeeded("fine"), NOW);

        assertThat(CallDecider.decide(second, 1, CallOutcome.succeeded("late"), NOW)).isEqualTo(second);
        assertThat(CallDecider.decide(done, 1, CallOutcome.failed("X", "late"), NOW)).isEqualTo(done);
        assertThat(CallDecider.decide(TaskStatus.NEW, 1, CallOutcome.succeeded("none"), NOW)).isEqualTo(TaskStatus.NEW);
    }

    @Test
    void afterTheLastAttemptTheTaskFails() {
        TaskStatus status = called();
        for (int attempt = 1; attempt <= 2; attempt++) {
            status = CallDecider.decide(status, attempt, repeat(true), NOW);
        }

        TaskStatus failed = CallDecider.decide(status, 3, repeat(true), NOW);

        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.reason()).isEqualTo("UnexpectedStatus");
        assertThat(failed.message()).isEqualTo("attempt 3 of 3: GET was answered 503");
    }

    @Test
    void anAttemptThatCouldBeginOnlyAfterTheDeadlineIsNone() {
        TaskStatus failed = CallDecider.decide(called(), 1, repeat(true), START.plusSeconds(58));

        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.message()).endsWith("; no time is left for another");
    }

    @Test
    void theDeadlineEndsTheTaskAndSaysWhatWasBefore() {
        TaskStatus second = CallDecider.decide(called(), 1, repeat(true), NOW);

        TaskStatus failed = TaskDecider.decide(seen(second, START.plusSeconds(60))).status();

        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.reason()).isEqualTo("DeadlineExceeded");
        assertThat(failed.message()).startsWith("there was no verdict until 2026-01-02T03:05:05Z, in attempt 2; before: attempt 1 of 3");
        assertThat(failed.call()).isPresent();
    }

    @Test
    void whatItWaitsForIsNamedAndTakenBackWhenItGoesOn() {
        TaskStatus waiting = CallDecider.decide(called(), 1, CallOutcome.waiting(STUCK), NOW);

        assertThat(waiting.reason()).isEqualTo("HttpSecretUnusable");
        assertThat(waiting.call()).isEqualTo(called().call());
        assertThat(CallDecider.decide(waiting, 1, CallOutcome.BEGUN, NOW).reason()).isEmpty();
        TaskStatus second = CallDecider.decide(called(), 1, repeat(true), NOW);
        assertThat(CallDecider.decide(second, 2, CallOutcome.BEGUN, NOW)).as("why the attempt before failed stays").isEqualTo(second);
        assertThat(CallDecider.decide(second, 2, CallOutcome.NONE, NOW)).isEqualTo(second);
    }
}
