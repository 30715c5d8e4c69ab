package dev.dromon.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.gather.TaskStatusMapper;
import dev.dromon.http.Reply;
import dev.dromon.http.Request;
import dev.dromon.kube.LogCapture;
import dev.dromon.model.State;
import dev.dromon.task.AnswerDecider;
import dev.dromon.task.Callback;
import dev.dromon.task.CallbackAnswer;
import dev.dromon.task.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer to an answer. */
class AnswerResponderTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final String TOKEN = OneTask.TOKEN;
    private static final String YES = "{\"outcome\":\"succeeded\",\"message\":\"fine\",\"values\":{\"by\":\"kim\"}}";
    private static final String NO = "{\"outcome\":\"failed\"}";

    private final OneTask tasks = new OneTask(START);
    private Instant now = START.plusSeconds(1);
    private final AnswerResponder responder = new AnswerResponder(new AnswerRecorder(tasks), () -> now);

    private Reply post(String token, String body, String... type) throws InterruptedException {
        Map<String, List<String>> headers = Map.of("content-type", type.length == 0 ? List.of("application/json") : List.of(type));
        return responder.reply(new Request("POST", List.of("callbacks", token), Map.of(), headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static void problem(Reply reply, int status, String detail) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.type()).isEqualTo("application/problem+json");
        assertThat(reply.text()).contains(detail).doesNotContain(TOKEN).doesNotContain("shop");
    }

    private static void taken(Reply reply, String outcome) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("{\"outcome\":\"" + outcome + "\"}");
    }

    @Test
    void theFirstAnswerInTimeIsRecordedAndNoVerdictIsMade() throws InterruptedException {
        taken(post(TOKEN, YES), "succeeded");

        assertThat(tasks.written).singleElement().satisfies(s -> {
            assertThat(s.state()).isEqualTo(State.PROGRESSING);
            assertThat(s.callback().orElseThrow().answer()).contains(new CallbackAnswer(now, true, "fine", Map.of("by", "kim")));
        });
        assertThat(tasks.found.getStatus().callback.outcome).isEqualTo("succeeded");
    }

    @Test
    void theSameAnswerAgainIsFineAndAnotherOneIsNot() throws InterruptedException {
        post(TOKEN, YES);
        now = START.plusSeconds(100);

        taken(post(TOKEN, YES), "succeeded");
        taken(post(TOKEN, "{\"values\":{\"by\":\"kim\"},\"message\":\"fine\",\"outcome\":\"succeeded\"}"), "succeeded");
        problem(post(TOKEN, NO), 409, "answered already");
        problem(post(TOKEN, YES.replace("kim", "lee")), 409, "nothing was changed");
        assertThat(tasks.written).hasSize(1);
    }

    @Test
    void aLateAnswerChangesNothingAndIsToldSo() throws InterruptedException {
        now = START.plusSeconds(60);
        problem(post(TOKEN, YES), 410, "does not wait for an answer any more; nothing was changed");

        now = START.plusSeconds(1);
        for (State over : List.of(State.FAILED, State.DEPRECATED)) {
            tasks.found = OneTask.of(tasks.status(over, new Callback(CallbackToken.hash(TOKEN), START.plusSeconds(60))));
            problem(post(TOKEN, YES), 410, "nothing was changed");
        }
        assertThat(tasks.written).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "..", "a/b", "%00", "${jndi:ldap://x}", "ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ", "ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ\n"})
    void aTokenThatNobodyWasGivenIsUnknown(String token) throws InterruptedException {
        problem(post(token, YES), 404, "no task waits for an answer with this token");
        assertThat(tasks.written).isEmpty();
    }

    @Test
    void theHashOfATokenIsNoToken() throws InterruptedException {
        problem(post(CallbackToken.hash(TOKEN), YES), 404, "no task waits");
        problem(post(CallbackToken.hash(TOKEN).substring(0, 43), YES), 404, "no task waits");
    }

    @Test
    void aBodyThatIsNoAnswerIsRefusedByName() throws InterruptedException {
        problem(post(TOKEN, "{\"outcome\":\"maybe\"}"), 400, "outcome must be succeeded or failed");
        problem(post(TOKEN, ""), 400, "the body must be a JSON object");
        problem(post(TOKEN, "{\"outcome\":\"failed\",\"message\":\"" + TOKEN + "\"}"), 400, "must not contain the token");
        assertThat(tasks.written).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json;charset=utf-8", "Application/JSON; charset=\"UTF-8\"", " application/json ; charset = utf-8 "})
    void theseTypesAreJson(String type) throws InterruptedException {
        taken(post(TOKEN, NO, type), "failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain", "application/json; charset=latin1", "application/jsonp", "application/x-www-form-urlencoded", "application/json, text/plain"})
    void otherTypesAreNot(String type) throws InterruptedException {
        problem(post(TOKEN, YES, type), 415, "application/json");
    }

    @Test
    void aTypeThatIsMissingOrThereTwiceIsNotGuessed() throws InterruptedException {
        problem(post(TOKEN, YES, "application/json", "application/json"), 415, "application/json");
        problem(responder.reply(new Request("POST", List.of("callbacks", TOKEN), Map.of(), Map.of(), YES.getBytes(StandardCharsets.UTF_8))), 415, "application/json");
    }

    @Test
    void whoeverChangedTheTaskFirstIsBelieved() throws InterruptedException {
        TaskStatus open = TaskStatusMapper.read(tasks.found);
        tasks.failures.add(409);
        tasks.current = Optional.of(OneTask.of(AnswerDecider.recorded(open, new CallbackAnswer(START, false, "", Map.of()))));
        problem(post(TOKEN, YES), 409, "answered already");

        tasks.failures.add(409);
        taken(post(TOKEN, NO), "failed");

        tasks.failures.add(409);
        tasks.current = Optional.of(OneTask.of(tasks.status(State.DEPRECATED, open.callback().orElseThrow())));
        problem(post(TOKEN, YES), 410, "nothing was changed");

        tasks.failures.add(409);
        tasks.current = Optional.of(OneTask.of(tasks.status(State.PROGRESSING, new Callback("another hash", START.plusSeconds(60)))));
        problem(post(TOKEN, YES), 404, "no task waits");

        tasks.failures.add(404);
        tasks.current = Optional.empty();
        problem(post(TOKEN, YES), 404, "no task waits");
        assertThat(tasks.written).isEmpty();
    }

    @Test
    void aConflictThatChangedNothingOfTheAnswerIsTriedAgainAndNotForEver() throws InterruptedException {
        tasks.current = Optional.of(tasks.found);
        tasks.failures.addAll(List.of(409, 409, 409, 409));
        taken(post(TOKEN, YES), "succeeded");

        tasks.found = OneTask.of(tasks.status(State.PROGRESSING, new Callback(CallbackToken.hash(TOKEN), START.plusSeconds(60))));
        tasks.current = Optional.of(tasks.found);
        tasks.failures.addAll(List.of(409, 409, 409, 409, 409));
        Reply reply = post(TOKEN, YES);
        problem(reply, 503, "send it again");
        assertThat(reply.headers()).containsEntry("Retry-After", "2");
    }

    @Test
    void anApiServerThatDoesNotAnswerIsNoReasonToLoseAnAnswer() throws Exception {
        try (LogCapture log = new LogCapture("dev.dromon", Level.DEBUG)) {
            tasks.failures.add(500);
            problem(post(TOKEN, YES), 503, "send it again");
            tasks.blind = true;
            problem(post(TOKEN, YES), 503, "send it again");
            tasks.blind = false;
            taken(post(TOKEN, YES), "succeeded");

            assertThat(log.at(Level.WARN)).singleElement().satisfies(l -> assertThat(l.text()).contains("task=shop/pre-approve"));
            assertThat(log.at(Level.INFO)).singleElement().satisfies(l -> assertThat(l.text()).isEqualTo("an answer was recorded task=shop/pre-approve outcome=succeeded"));
            assertThat(log.at(Level.WARN)).noneMatch(l -> l.text().contains(TOKEN));
        }
    }

    @Test
    void whatIsAskedIsNeverPrintedWithItsToken() {
        assertThat(new Request("POST", List.of("callbacks", TOKEN), Map.of(), Map.of(), new byte[0])).hasToString("POST /callbacks/…");
        assertThat(new Request("POST", List.of("hooks", "shop", "a"), Map.of(), Map.of(), new byte[0])).hasToString("POST /hooks/shop/a");
    }

    @Test
    void theReplyIsJson() throws Exception {
        assertThat(new ObjectMapper().readTree(post(TOKEN, "{\"outcome\":\"maybe\"}").text()).path("status").intValue()).isEqualTo(400);
    }
}
