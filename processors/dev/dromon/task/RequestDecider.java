package dev.dromon.task;

import dev.dromon.model.Blocker;
import dev.dromon.model.State;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Decides what a task's status says after a look at its request. Pure; never throws. Rules: docs/reference/tasks.md, the request. */
public final class RequestDecider {

    private RequestDecider() {
    }

    /** The status that follows; the recorded one when the request needs no sending any more, or nothing has changed. */
    public static TaskStatus decide(TaskStatus before, RequestOutcome outcome, Instant now) {
        if (before.state() != State.PROGRESSING || before.callback().filter(Callback::unsent).isEmpty()) {
            return before;
        }
        Callback callback = before.callback().get();
        return switch (outcome.kind()) {
            case NONE -> before;
            case TAKEN -> before.with(Optional.of(callback.requested(now))).because(answerBy(callback.deadline()));
            case WAITING -> outcome.why().map(before::because).orElse(before);
            case REJECTED -> before.because("CallbackRejected", outcome.detail()).ended(State.FAILED, now);
            case RENEWED -> before.with(Optional.of(callback.renewed(outcome.detail())));
        };
    }

    private static Blocker answerBy(Instant deadline) {
        return Blocker.waiting("WaitingForAnswer", "the request was taken; waits for its answer until " + deadline.truncatedTo(ChronoUnit.SECONDS));
    }
}
