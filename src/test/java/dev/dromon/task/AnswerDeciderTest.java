package dev.dromon.task;

import static dev.dromon.task.AnswerDecider.Verdict.ANSWERED;
import static dev.dromon.task.AnswerDecider.Verdict.LATE;
import static dev.dromon.task.AnswerDecider.Verdict.RECORD;
import static dev.dromon.task.AnswerDecider.Verdict.REPEATED;
import static dev.dromon.task.AnswerDecider.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.dromon.model.State;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerDeciderTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant DEADLINE = START.plusSeconds(60);
    private static final CallbackAnswer YES = new CallbackAnswer(START.plusSeconds(9), true, "fine", Map.of("by", "kim"));
    private static final CallbackAnswer NO = new CallbackAnswer(START.plusSeconds(9), false, "", Map.of());

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void decides(String sentence, TaskStatus status, String hash, CallbackAnswer answer, AnswerDecider.Verdict verdict) {
        assertThat(AnswerDecider.decide(status, hash, answer)).isEqualTo(verdict);
    }

    static Stream<Arguments> rows() {
        TaskStatus open = status(State.PROGRESSING, Optional.empty());
        TaskStatus said = status(State.PROGRESSING, Optional.of(YES));
        return Stream.of(
                arguments("the first answer in time", open, "hash", YES, RECORD),
                arguments("the first answer in time says no", open, "hash", NO, RECORD),
                arguments("it comes in the last microsecond", open, "hash", at(YES, DEADLINE.minusNanos(1000)), RECORD),
                arguments("it comes at the deadline, which nobody has seen pass yet", open, "hash", at(YES, DEADLINE), LATE),
                arguments("it comes after it", open, "hash", at(YES, DEADLINE.plusSeconds(1)), LATE),
                arguments("the token is another task's", open, "other", YES, UNKNOWN),
                arguments("the token is none", open, "", YES, UNKNOWN),
                arguments("the task asks nobody", new TaskStatus(State.PROGRESSING, "job", "", "", Optional.of(START), Optional.empty()), "hash", YES, UNKNOWN),
                arguments("the task has not begun", TaskStatus.NEW, "hash", YES, UNKNOWN),
                arguments("the same answer again", said, "hash", at(YES, START.plusSeconds(10)), REPEATED),
                arguments("the same answer again, after the deadline", said, "hash", at(YES, DEADLINE.plusSeconds(1)), REPEATED),
                arguments("the same answer again, after it ended the task", status(State.SUCCEEDED, Optional.of(YES)), "hash", YES, REPEATED),
                arguments("another outcome", said, "hash", NO, ANSWERED),
                arguments("another message", said, "hash", new CallbackAnswer(START, true, "other", YES.values()), ANSWERED),
                arguments("other values", said, "hash", new CallbackAnswer(START, true, YES.message(), Map.of("by", "lee")), ANSWERED),
                arguments("another answer after the first ended the task", status(State.FAILED, Optional.of(NO)), "hash", YES, ANSWERED),
                arguments("a wrong token for a task that was answered", said, "other", YES, UNKNOWN),
                arguments("the task timed out", status(State.FAILED, Optional.empty()), "hash", YES, LATE),
                arguments("the task was cancelled", status(State.DEPRECATED, Optional.empty()), "hash", YES, LATE));
    }

    @Test
    void whatIsRecordedIsTheAnswerAndNothingElse() {
        TaskStatus open = status(State.PROGRESSING, Optional.empty());

        TaskStatus recorded = AnswerDecider.recorded(open, YES);

        assertThat(recorded).isEqualTo(status(State.PROGRESSING, Optional.of(YES)));
        assertThat(AnswerDecider.decide(recorded, "hash", NO)).isEqualTo(ANSWERED);
    }

    private static CallbackAnswer at(CallbackAnswer answer, Instant time) {
        return new CallbackAnswer(time, answer.succeeded(), answer.message(), answer.values());
    }

    private static TaskStatus status(State state, Optional<CallbackAnswer> answer) {
        Optional<Instant> end = state.completed() ? Optional.of(START.plusSeconds(30)) : Optional.empty();
        return new TaskStatus(state, "", "", "", Optional.of(START), end, Optional.of(new Callback("hash", DEADLINE, Optional.of(START), answer)));
    }
}
