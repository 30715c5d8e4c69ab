package dev.dromon.task;

import dev.dromon.model.Blocker;
import dev.dromon.model.State;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Decides what a task's status says after a look at its call. Pure; never throws. Rules: docs/reference/tasks.md, attempts. */
public final class CallDecider {

    private CallDecider() {
    }

    /**
     * The status that follows for the attempt that was looked at; the recorded one when the task has ended, another attempt is recorded, or nothing has changed. What is
     * recorded of the next attempt is the leave to begin it.
     */
    public static TaskStatus decide(TaskStatus before, int attempt, CallOutcome outcome, Instant now) {
        if (before.state() != State.PROGRESSING || before.call().filter(c -> c.attempt() == attempt).isEmpty()) {
            return before;
        }
        return switch (outcome.kind()) {
            case NONE -> before;
            case BEGUN -> before.reason().isEmpty() || TaskDecider.waits(before.reason()) ? before : before.because("", "");
            case WAITING -> outcome.why().map(before::because).orElse(before);
            case SUCCEEDED -> before.because("", outcome.detail().message()).ended(State.SUCCEEDED, now);
            case FAILED -> before.because(outcome.detail().reason(), outcome.detail().message()).ended(State.FAILED, now);
            case REPEAT -> repeated(before, outcome, now);
        };
    }

    private static TaskStatus repeated(TaskStatus before, CallOutcome outcome, Instant now) {
        Call call = before.call().orElseThrow();
        CallOutcome.Repeat repeat = outcome.repeat().orElseThrow();
        Instant due = now.plus(repeat.pause());
        String tried = "attempt " + call.attempt() + " of " + repeat.attempts() + ": ";
        if (call.attempt() >= repeat.attempts()) {
            return before.because(outcome.detail().reason(), tried + outcome.detail().message()).ended(State.FAILED, now);
        }
        if (!due.isBefore(call.deadline())) {
            return before.because(outcome.detail().reason(), tried + outcome.detail().message() + "; no time is left for another").ended(State.FAILED, now);
        }
        Blocker failed = Blocker.waiting("AttemptFailed", tried + outcome.detail().message() + "; the next one begins at " + due.truncatedTo(ChronoUnit.SECONDS));
        return before.calling(Optional.of(call.next(repeat.ended(), due))).because(failed);
    }
}
