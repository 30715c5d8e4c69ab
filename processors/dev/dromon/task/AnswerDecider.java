package dev.dromon.task;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Decides what an answer that came in is worth. Pure; never throws. Rules: docs/reference/tasks.md, the answer. */
public final class AnswerDecider {

    /** What becomes of an answer. */
    public enum Verdict {
        /** It is the first one, in time: it is to be recorded. */
        RECORD,
        /** It says what the recorded one says: whoever sent it may not have heard that it was. */
        REPEATED,
        /** Another one was recorded. */
        ANSWERED,
        /** The task does not wait any more. */
        LATE,
        /** It is no answer to this task. */
        UNKNOWN
    }

    private AnswerDecider() {
    }

    /** The worth of an answer whose token has this hash, for a task that is recorded so. */
    public static Verdict decide(TaskStatus status, String tokenHash, CallbackAnswer answer) {
        if (status.callback().filter(c -> equal(c.tokenHash(), tokenHash)).isEmpty()) {
            return Verdict.UNKNOWN;
        }
        Callback callback = status.callback().get();
        if (callback.answer().isPresent()) {
            return callback.answer().get().same(answer) ? Verdict.REPEATED : Verdict.ANSWERED;
        }
        return status.state().completed() || !answer.time().isBefore(callback.deadline()) ? Verdict.LATE : Verdict.RECORD;
    }

    /** The status with the answer in it; the verdict on the task is made elsewhere. */
    public static TaskStatus recorded(TaskStatus status, CallbackAnswer answer) {
        return status.with(status.callback().map(c -> c.answered(answer)));
    }

    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
