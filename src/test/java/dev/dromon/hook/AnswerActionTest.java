package dev.dromon.hook;

import static dev.dromon.hook.Deliveries.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.CallbackStatus;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskStatus;
import dev.dromon.api.WebhookTrigger;
import dev.dromon.callback.AnswerRecorder;
import dev.dromon.gather.Kinds;
import dev.dromon.http.Reply;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.LogCapture;
import dev.dromon.kube.Times;
import dev.dromon.model.Hash;
import dev.dromon.sandbox.Sandbox;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer to a delivery that answers a task, with a cluster in this process. */
class AnswerActionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final String KEY = "hidden-key-0123456789abcdef";
    private static final String TOKEN = "hidden-token-0123456789-abcdefghijklmnopqrs";
    private static final String ANSWER = "answer: {task: {jsonPath: $.task}, succeeded: {jsonPath: $.conclusion, equals: success}, message: {jsonPath: $.message}}";
    private static final byte[] YES = bytes("{\"task\":\"approve\",\"conclusion\":\"success\",\"message\":\"hidden words\"}");
    private static final byte[] NO = bytes("{\"task\":\"approve\",\"conclusion\":\"failure\",\"message\":\"hidden words\"}");
    private static final Sandbox SANDBOX = new Sandbox();

    private KubernetesClient client;
    private KubeCaches caches;
    private WebhookTriggers triggers;
    private WebhookResponder responder;
    private LogCapture log;
    private Instant now = NOW;
    private int ids;

    @BeforeAll
    static void startCluster() {
        SANDBOX.start();
    }

    @AfterAll
    static void stopCluster() {
        SANDBOX.close();
    }

    @BeforeEach
    void start() {
        log = new LogCapture("dev.dromon", Level.DEBUG);
        client = SANDBOX.client();
        apply("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
        String key = Base64.getEncoder().encodeToString(bytes(KEY));
        client.resource(new SecretBuilder().withNewMetadata().withName("s").withNamespace("shop").endMetadata().withData(Map.of("secret", key, "token", key)).build())
                .createOr(e -> e.update());
        caches = new KubeCaches(client, Kinds.all(), Optional.empty(), 500);
        triggers = new WebhookTriggers(caches, System::nanoTime);
        triggers.serve(changed -> { });
        AnswerRecorder answers = AnswerRecorder.of(caches, new ClusterWriter(client, caches), client.getKubernetesSerialization(), true);
        responder = new WebhookResponder(triggers, List.of(new AnswerAction(answers, () -> now)), () -> NOW);
        await().atMost(PATIENCE).until(() -> !triggers.starting() && caches.of(KeptnTask.class).synced());
    }

    @AfterEach
    void stop() {
        caches.close();
        client.resources(WebhookTrigger.class).inNamespace("shop").delete();
        client.resources(KeptnTask.class).inNamespace("shop").delete();
        List<LogCapture.Line> lines = Stream.of(Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR).flatMap(l -> log.at(l).stream()).toList();
        log.close();
        assertThat(lines).extracting(LogCapture.Line::text).noneMatch(l -> l.contains("hidden"));
    }

    private void apply(String yaml) {
        client.load(new ByteArrayInputStream(bytes("---\n" + yaml))).items().forEach(o -> client.resource(o).createOr(e -> e.update()));
    }

    private void trigger(String name, String scheme, String... spec) {
        apply("""
                apiVersion: dromon.dev/v1alpha1
                kind: WebhookTrigger
                metadata: {name: %s, namespace: shop}
                spec:
                  authentication: {%s: {secret: {name: s}}}
                """.formatted(name, scheme) + String.join("\n", spec).indent(2));
        await().atMost(PATIENCE).until(() -> triggers.named("shop", name).filter(s -> !s.secrets().waiting()).isPresent());
    }

    private KeptnTask task(String name, String state, boolean asked) {
        apply("{apiVersion: lifecycle.keptn.sh/v1, kind: KeptnTask, metadata: {name: " + name + ", namespace: shop}, spec: {taskDefinition: approve}}");
        KeptnTask task = task(name);
        task.setStatus(new KeptnTaskStatus());
        task.getStatus().status = state;
        if (asked) {
            task.getStatus().callback = new CallbackStatus();
            task.getStatus().callback.tokenHash = Hash.sha256(TOKEN, 64);
            task.getStatus().callback.deadline = Times.micros(NOW.plusSeconds(60));
        }
        return client.resource(task).updateStatus();
    }

    private void waits() {
        task("approve", "Progressing", true);
    }

    private KeptnTask task(String name) {
        return client.resources(KeptnTask.class).inNamespace("shop").withName(name).get();
    }

    private CallbackStatus recorded() {
        return task("approve").getStatus().callback;
    }

    private Reply send(byte[] body, Map<String, String> headers) {
        Reply reply = responder.reply(Deliveries.request("t", body, headers));
        assertThat(reply.text()).doesNotContain("hidden");
        return reply;
    }

    private Reply signed(byte[] body) {
        return send(body, Deliveries.signed(KEY, "id-" + ids++, NOW, body));
    }

    private Reply signed(String body) {
        return signed(bytes(body));
    }

    private static JsonNode json(Reply reply) {
        try {
            return new ObjectMapper().readTree(reply.text());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static void told(Reply reply, int status, String outcome) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(json(reply).path("outcome").asText()).isEqualTo(outcome);
        assertThat(reply.headers()).containsEntry("Location", "/apis/lifecycle.keptn.sh/v1/namespaces/shop/keptntasks/approve");
    }

    private static void refused(Reply reply, int status, String detail) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.type()).isEqualTo("application/problem+json");
        assertThat(json(reply).path("detail").asText()).contains(detail);
    }

    @Test
    void theFirstAnswerIsRecordedAndToldAsAccepted() {
        waits();
        trigger("t", "standardWebhooks", ANSWER);

        Reply reply = signed(YES);

        told(reply, 202, "accepted");
        assertThat(json(reply).path("kind").asText()).isEqualTo("KeptnTask");
        assertThat(json(reply).path("name").asText()).isEqualTo("approve");
        assertThat(task("approve").getStatus().status).as("the verdict is made elsewhere").isEqualTo("Progressing");
        assertThat(recorded().outcome).isEqualTo("succeeded");
        assertThat(recorded().message).isEqualTo("hidden words");
        assertThat(recorded().answered).isEqualTo(Times.micros(NOW));
        assertThat(recorded().tokenHash).isEqualTo(Hash.sha256(TOKEN, 64));
        assertThat(log.at(Level.INFO)).extracting(LogCapture.Line::text).contains("a delivery answers a task trigger=shop/t task=approve outcome=succeeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"failure\"", "\"Success\"", "null", "{}", "[\"success\"]", "\"\"", "1"})
    void whateverElseIsThereIsAFailure(String conclusion) {
        waits();
        trigger("t", "standardWebhooks", ANSWER);

        told(signed("{\"task\":\"approve\",\"message\":\"no\",\"conclusion\":" + conclusion + "}"), 202, "accepted");
        assertThat(recorded().outcome).isEqualTo("failed");
    }

    @Test
    void soIsNothingAtAllAndTheMessageMayBeLeftOut() {
        waits();
        trigger("t", "standardWebhooks", "answer: {task: {value: approve}, succeeded: {jsonPath: $.conclusion, equals: success}}");

        told(signed("{\"message\":\"not asked for\"}"), 202, "accepted");
        assertThat(recorded().outcome).isEqualTo("failed");
        assertThat(recorded().message).isNull();
    }

    @Test
    void aNumberOrATruthValueCanMeanSuccess() {
        waits();
        trigger("t", "standardWebhooks", "answer: {task: {jsonPath: $.task}, succeeded: {jsonPath: $.ok, equals: 'true'}, message: {value: by the pipeline}}");

        told(signed("{\"task\":\"approve\",\"ok\":true}"), 202, "accepted");
        assertThat(recorded().outcome).isEqualTo("succeeded");
        assertThat(recorded().message).isEqualTo("by the pipeline");
    }

    @ParameterizedTest
    @ValueSource(strings = {"standardWebhooks", "github", "bearer"})
    void theSameAnswerAgainIsARepeatAndAnotherOneIsRefusedUnderWhateverId(String scheme) {
        waits();
        trigger("t", scheme, ANSWER);
        byte[] sameAnswer = bytes("{\"message\":\"hidden words\",\"conclusion\":\"success\",\"task\":\"approve\",\"sent\":2}");

        told(send(YES, headers(scheme, "1", YES)), 202, "accepted");
        String version = task("approve").getMetadata().getResourceVersion();
        now = NOW.plusSeconds(100);
        told(send(YES, headers(scheme, "1", YES)), 200, "repeated");
        told(send(YES, headers(scheme, "2", YES)), 200, "repeated");
        told(send(sameAnswer, headers(scheme, "3", sameAnswer)), 200, "repeated");
        refused(send(NO, headers(scheme, "1", NO)), 409, "answered already, and otherwise; nothing was changed");
        refused(signedOr(scheme, "{\"task\":\"approve\",\"conclusion\":\"success\",\"message\":\"other words\"}"), 409, "nothing was changed");
        assertThat(task("approve").getMetadata().getResourceVersion()).isEqualTo(version);
    }

    private Reply signedOr(String scheme, String body) {
        return send(bytes(body), headers(scheme, "4", bytes(body)));
    }

    private static Map<String, String> headers(String scheme, String id, byte[] body) {
        return switch (scheme) {
            case "github" -> Deliveries.github(KEY, id, body);
            case "bearer" -> Deliveries.bearer(KEY, id);
            default -> Deliveries.signed(KEY, id, NOW, body);
        };
    }

    @Test
    void aLateAnswerChangesNothingAndIsToldSo() {
        waits();
        trigger("t", "standardWebhooks", ANSWER);
        now = NOW.plusSeconds(60);

        refused(signed(YES), 410, "does not wait for an answer any more; nothing was changed");
        assertThat(recorded().outcome).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Failed", "Deprecated", "Succeeded"})
    void aTaskThatHasEndedOtherwiseIsNotAnsweredAnyMore(String state) {
        task("approve", state, true);
        trigger("t", "standardWebhooks", ANSWER);

        refused(signed(YES), 410, "nothing was changed");
        assertThat(recorded().outcome).isNull();
    }

    @ParameterizedTest
    @CsvSource({"nobody", "../kube-system/approve", "APPROVE", "hidden task", "''", "approve/status", "job", "other-namespace"})
    void whatDoesNotWaitHereCannotBeAnswered(String name) {
        waits();
        task("job", "Progressing", false);
        trigger("t", "standardWebhooks", ANSWER);

        Reply reply = signed("{\"task\":\"" + name + "\",\"conclusion\":\"success\",\"message\":\"\"}");

        refused(reply, 422, "no KeptnTask that answer.task names waits for an answer in the trigger's namespace");
        assertThat(recorded().outcome).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{} | answer.task",
        "{'task':null,'message':'x'} | answer.task",
        "{'task':{'hidden':1},'message':'x'} | answer.task",
        "{'task':'approve'} | answer.message",
        "{'task':'approve','message':null} | answer.message",
        "{'task':'approve','message':['hidden']} | answer.message",
        "{'task':'approve','message':'\\u001b[2J hidden'} | answer.message must have no control characters",
        "{'task':'approve','message':'\\ud800'} | answer.message",
        "{'task':'approve','message':'hidden-token-0123456789-abcdefghijklmnopqrs'} | answer.message must not contain the token"})
    void whatCannotBeTakenIsRefusedByItsName(String body, String detail) {
        waits();
        trigger("t", "standardWebhooks", ANSWER);

        refused(signed(body.replace('\'', '"')), 422, detail);
        assertThat(recorded().outcome).isNull();
    }

    @Test
    void aMessageHasTheBoundsOfAnAnswer() {
        waits();
        trigger("t", "standardWebhooks", ANSWER);
        String body = "{\"task\":\"approve\",\"conclusion\":\"success\",\"message\":\"%s\"}";

        refused(signed(body.formatted("x".repeat(1025))), 422, "answer.message must be at most 1024 characters");
        assertThat(recorded().outcome).isNull();
        told(signed(body.formatted("€".repeat(1023) + "\\n")), 202, "accepted");
        assertThat(recorded().message).hasSize(1024);
    }

    @Test
    void whatTheTriggerDoesNotWantIsNoAnswer() {
        waits();
        trigger("t", "standardWebhooks", ANSWER, "only: [{jsonPath: $.action, equals: completed}]");

        Reply ignored = signed("{\"action\":\"requested\",\"task\":\"approve\",\"conclusion\":null,\"message\":\"\"}");

        assertThat(ignored.status()).isEqualTo(200);
        assertThat(json(ignored).path("outcome").asText()).isEqualTo("ignored");
        assertThat(recorded().outcome).isNull();
        told(signed("{\"action\":\"completed\",\"task\":\"approve\",\"conclusion\":\"success\",\"message\":\"\"}"), 202, "accepted");
    }

    @Test
    void whoProvesNothingAnswersNothing() {
        waits();
        trigger("t", "standardWebhooks", ANSWER, "ratePerMinute: 1");

        assertThat(send(YES, Deliveries.signed("another-key-0123456789abcdef", "1", NOW, YES)).status()).isEqualTo(401);
        assertThat(send(YES, Map.of("Authorization", "Bearer " + TOKEN, "webhook-id", "1")).status()).isEqualTo(401);
        assertThat(recorded().outcome).isNull();
        told(signed(YES), 202, "accepted");
        assertThat(signed(YES).status()).isEqualTo(429);
    }

    @Test
    void anIdIsNeeded() {
        waits();
        trigger("t", "bearer", ANSWER);

        assertThat(send(YES, Map.of("Authorization", "Bearer " + KEY)).status()).isEqualTo(400);
        assertThat(recorded().outcome).isNull();
    }

    @Test
    void ofManyAnswersAtTheSameTimeOneCounts() throws Exception {
        waits();
        trigger("t", "standardWebhooks", ANSWER);
        ExecutorService senders = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> deliveries = IntStream.range(0, 40).<Callable<Integer>>mapToObj(i -> () -> {
                byte[] body = i % 2 == 0 ? YES : NO;
                return responder.reply(Deliveries.request("t", body, Deliveries.signed(KEY, "id-" + i, NOW, body))).status();
            }).toList();
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : senders.invokeAll(deliveries)) {
                answers.add(answer.get());
            }

            assertThat(answers).containsOnly(200, 202, 409);
            assertThat(Collections.frequency(answers, 202)).isEqualTo(1);
            assertThat(Collections.frequency(answers, 409)).isEqualTo(20);
            assertThat(recorded().outcome).isEqualTo(answers.indexOf(202) % 2 == 0 ? "succeeded" : "failed");
        } finally {
            senders.shutdownNow();
        }
    }
}
