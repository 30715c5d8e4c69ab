package dev.dromon.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.model.Blocker;
import dev.dromon.model.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestDeciderTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant NOW = START.plusSeconds(2);
    private static final Callback ASKED = new Callback("hash", START.plusSeconds(60));
    private static final TaskStatus UNSENT = status(State.PROGRESSING, ASKED);
    private static final Blocker DOWN = Blocker.waiting("RequestNotTaken", "the receiver answered 500");

    private static TaskStatus status(State state, Callback callback) {
        return new TaskStatus(state, "", "", "", Optional.of(START), state.completed() ? Optional.of(NOW) : Optional.empty(), Optional.of(callback));
    }

    @Test
    void aRequestThatWasTakenSaysSinceWhenAndWhatItWaitsFor() {
        TaskStatus after = RequestDecider.decide(UNSENT.because(DOWN), RequestOutcome.TAKEN, NOW);

        assertThat(after.callback()).contains(new Callback("hash", ASKED.deadline(), Optional.of(NOW), Optional.empty()));
        assertThat(after.state()).isEqualTo(State.PROGRESSING);
        assertThat(after.reason()).isEqualTo("WaitingForAnswer");
        assertThat(after.message()).isEqualTo("the request was taken; waits for its answer until 2026-01-02T03:05:05Z");
        assertThat(TaskDecider.waits(after.reason())).isTrue();
    }

    @Test
    void oneThatWasNotTakenSaysWhyAndTheSameWordsAreNoChange() {
        TaskStatus after = RequestDecider.decide(UNSENT, RequestOutcome.waiting(DOWN), NOW);

        assertThat(after).isEqualTo(UNSENT.because(DOWN));
        assertThat(TaskDecider.waits(after.reason())).isTrue();
        assertThat(RequestDecider.decide(after, RequestOutcome.waiting(DOWN), NOW.plusSeconds(5))).isEqualTo(after);
        assertThat(RequestDecider.decide(after, RequestOutcome.NONE, NOW.plusSeconds(5))).isEqualTo(after);
    }

    @Test
    void oneThatNobodyWantsEndsTheTask() {
        TaskStatus after = RequestDecider.decide(UNSENT, RequestOutcome.rejected("the receiver answered 404"), NOW);

        assertThat(after).isEqualTo(new TaskStatus(State.FAILED, "", "CallbackRejected", "the receiver answered 404", Optional.of(START), Optional.of(NOW), Optional.of(ASKED)));
    }

    @Test
    void anotherTokenTakesThePlaceOfTheRecordedOneAndTheDeadlineStays() {
        assertThat(RequestDecider.decide(UNSENT, RequestOutcome.renewed("new"), NOW)).isEqualTo(status(State.PROGRESSING, new Callback("new", ASKED.deadline())));
    }

    @Test
    void aTaskThatIsOverOrWasAnsweredOrAskedAlreadyIsLeftAsItIs() {
        CallbackAnswer answer = new CallbackAnswer(NOW, true, "", Map.of());
        List<TaskStatus> through = List.of(TaskStatus.NEW, status(State.FAILED, ASKED), status(State.DEPRECATED, ASKED), status(State.PROGRESSING, ASKED.requested(NOW)),
                status(State.PROGRESSING, ASKED.answered(answer)), new TaskStatus(State.PROGRESSING, "job", "", "", Optional.of(START), Optional.empty()));
        List<RequestOutcome> outcomes = List.of(RequestOutcome.NONE, RequestOutcome.TAKEN, RequestOutcome.waiting(DOWN), RequestOutcome.rejected("no"), RequestOutcome.renewed("new"));

        for (TaskStatus status : through) {
            for (RequestOutcome outcome : outcomes) {
                assertThat(RequestDecider.decide(status, outcome, NOW.plusSeconds(1))).isEqualTo(status);
            }
        }
    }

    @Test
    void whatItSaysIsBounded() {
        assertThat(RequestDecider.decide(UNSENT, RequestOutcome.rejected("x".repeat(5000)), NOW).message()).hasSize(1024).endsWith("…");
    }
}
