package dev.dromon.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dromon.gather.TaskStatusMapper;
import dev.dromon.kube.LogCapture;
import dev.dromon.model.State;
import dev.dromon.task.AnswerDecider;
import dev.dromon.task.AnswerDecider.Verdict;
import dev.dromon.task.Callback;
import dev.dromon.task.CallbackAnswer;
import dev.dromon.task.TaskStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an answer, by token or by name. */
class AnswerRecorderTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final CallbackAnswer YES = new CallbackAnswer(START.plusSeconds(1), true, "fine", Map.of());
    private static final CallbackAnswer NO = new CallbackAnswer(START.plusSeconds(2), false, "", Map.of());

    private final OneTask tasks = new OneTask(START);
    private final AnswerRecorder recorder = new AnswerRecorder(tasks);

    private Verdict named(CallbackAnswer answer) throws Exception {
        return recorder.byName("shop", "pre-approve", answer).verdict();
    }

    private Verdict token(CallbackAnswer answer) throws Exception {
        return recorder.byToken(OneTask.TOKEN, answer).verdict();
    }

    private Callback waiting(String hash) {
        return new Callback(hash, START.plusSeconds(60));
    }

    @Test
    void theFirstAnswerByNameIsRecordedAndNoVerdictIsMade() throws Exception {
        AnswerRecorder.Result result = recorder.byName("shop", "pre-approve", YES);

        assertThat(result.verdict()).isEqualTo(Verdict.RECORD);
        assertThat(result.task()).hasValueSatisfying(t -> assertThat(t.getMetadata().getName()).isEqualTo("pre-approve"));
        assertThat(tasks.written).singleElement().satisfies(s -> {
            assertThat(s.state()).isEqualTo(State.PROGRESSING);
            assertThat(s.callback().orElseThrow().answer()).contains(YES);
            assertThat(s.callback().orElseThrow().tokenHash()).isEqualTo(CallbackToken.hash(OneTask.TOKEN));
        });
    }

    @Test
    void theSameAnswerIsARepeatWhicheverWayItComes() throws Exception {
        assertThat(named(YES)).isEqualTo(Verdict.RECORD);

        assertThat(named(new CallbackAnswer(START.plusSeconds(100), true, "fine", Map.of()))).isEqualTo(Verdict.REPEATED);
        assertThat(token(YES)).isEqualTo(Verdict.REPEATED);
        assertThat(named(NO)).isEqualTo(Verdict.ANSWERED);
        assertThat(token(NO)).isEqualTo(Verdict.ANSWERED);
        assertThat(tasks.written).hasSize(1);
    }

    @Test
    void aLateAnswerByNameChangesNothing() throws Exception {
        assertThat(named(new CallbackAnswer(START.plusSeconds(60), true, "", Map.of()))).isEqualTo(Verdict.LATE);
        tasks.found = OneTask.of(tasks.status(State.DEPRECATED, waiting("hash")));
        assertThat(named(YES)).isEqualTo(Verdict.LATE);
        assertThat(tasks.written).isEmpty();
    }

    @Test
    void whatDoesNotWaitCannotBeAnswered() throws Exception {
        assertThat(recorder.byName("shop", "other", YES)).isEqualTo(new AnswerRecorder.Result(Verdict.UNKNOWN, Optional.empty()));
        assertThat(recorder.byName("other", "pre-approve", YES).verdict()).isEqualTo(Verdict.UNKNOWN);
        tasks.found = OneTask.of(TaskStatus.NEW);
        assertThat(named(YES)).isEqualTo(Verdict.UNKNOWN);
        assertThat(tasks.written).isEmpty();
    }

    @Test
    void whoeverChangedTheTaskFirstIsBelieved() throws Exception {
        TaskStatus open = TaskStatusMapper.read(tasks.found);
        tasks.failures.addAll(List.of(409, 409, 404));
        tasks.current = Optional.of(OneTask.of(AnswerDecider.recorded(open, NO)));
        assertThat(named(YES)).isEqualTo(Verdict.ANSWERED);

        assertThat(named(NO)).isEqualTo(Verdict.REPEATED);

        tasks.current = Optional.empty();
        assertThat(named(YES)).isEqualTo(Verdict.UNKNOWN);
        assertThat(tasks.written).isEmpty();
    }

    @Test
    void aTaskThatGotAnotherTokenMeanwhileIsStillTheTaskOfThatName() throws Exception {
        tasks.failures.addAll(List.of(409, 409));
        tasks.current = Optional.of(OneTask.of(tasks.status(State.PROGRESSING, waiting("another hash"))));

        assertThat(named(YES)).isEqualTo(Verdict.RECORD);
        assertThat(tasks.written).singleElement().satisfies(s -> assertThat(s.callback().orElseThrow().tokenHash()).isEqualTo("another hash"));
        assertThat(tasks.failures).isEmpty();
    }

    @Test
    void butTheOldTokenIsNotItsTokenAnyMore() throws Exception {
        tasks.failures.add(409);
        tasks.current = Optional.of(OneTask.of(tasks.status(State.PROGRESSING, waiting("another hash"))));

        assertThat(token(YES)).isEqualTo(Verdict.UNKNOWN);
        assertThat(tasks.written).isEmpty();
    }

    @Test
    void aConflictIsTriedAgainAndNotForEver() throws Exception {
        tasks.current = Optional.of(tasks.found);
        tasks.failures.addAll(List.of(409, 409, 409, 409, 409));
        assertThatThrownBy(() -> named(YES)).isInstanceOf(NotNow.class);

        tasks.failures.addAll(List.of(409, 409, 409, 409));
        assertThat(named(YES)).isEqualTo(Verdict.RECORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "token: %s!", "%s-", "xx%s%1$s"})
    void aMessageMustNotTellTheToken(String message) throws Exception {
        CallbackAnswer telling = new CallbackAnswer(START, true, message.formatted(OneTask.TOKEN), Map.of());

        assertThatThrownBy(() -> named(telling)).isInstanceOf(AnswerReader.NoAnswer.class)
                .hasMessageContaining("must not contain the token").hasMessageNotContaining(OneTask.TOKEN);
        assertThat(tasks.written).isEmpty();
        assertThat(named(new CallbackAnswer(START, true, OneTask.TOKEN.substring(1) + " " + OneTask.TOKEN.toLowerCase(), Map.of()))).isEqualTo(Verdict.RECORD);
    }

    @Test
    void anApiServerInTroubleIsNoAnswer() {
        try (LogCapture log = new LogCapture("dev.dromon", Level.DEBUG)) {
            for (int status : List.of(500, 403, 422)) {
                tasks.failures.add(status);
                assertThatThrownBy(() -> named(YES)).isInstanceOf(NotNow.class);
            }
            assertThat(log.at(Level.WARN)).extracting(LogCapture.Line::text).hasSize(3).allMatch(t -> t.contains("task=shop/pre-approve"));
            assertThat(log.at(Level.WARN).get(2).text()).endsWith("reason=\"the object is invalid\"");

            tasks.blind = true;
            assertThatThrownBy(() -> named(YES)).isInstanceOf(KubernetesClientException.class);
        }
    }
}
