package dev.dromon.hook;

import static dev.dromon.hook.Deliveries.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.KeptnApp;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskDefinition;
import dev.dromon.api.KeptnTaskStatus;
import dev.dromon.api.WebhookTrigger;
import dev.dromon.gather.Definitions;
import dev.dromon.gather.Kinds;
import dev.dromon.http.Reply;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.LogCapture;
import dev.dromon.sandbox.Sandbox;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
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

/** Every answer, with a cluster in this process. */
class WebhookResponderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final String KEY = "hidden-key-0123456789abcdef";
    private static final byte[] BODY = bytes("{\"after\":\"hidden-sha\",\"app\":\"web\",\"ref\":\"main\"}");
    private static final String SECRET = "secret: {name: s}";
    private static final String TASK = "task: {definition: smoke, parameters: {sha: {jsonPath: $.after}, fixed: {value: x}}}";
    private static final String RESTART = "restart: {app: {jsonPath: $.app}}";
    private static final int MANY = 1000;
    private static final Sandbox SANDBOX = new Sandbox();

    private final AtomicLong nanos = new AtomicLong();
    private KubernetesClient client;
    private KubeCaches caches;
    private WebhookTriggers triggers;
    private WebhookResponder responder;
    private LogCapture log;
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
        secret("s", KEY);
        open();
    }

    private void open() {
        caches = new KubeCaches(client, Kinds.all(), Optional.empty(), 500);
        triggers = new WebhookTriggers(caches, nanos::get);
        triggers.serve(key -> { });
        responder = responder(MANY);
        await().atMost(PATIENCE).until(() -> !triggers.starting() && caches.of(KeptnTask.class).synced());
    }

    private WebhookResponder responder(int maxOpen) {
        ClusterWriter writer = new ClusterWriter(client, caches);
        return new WebhookResponder(triggers, List.of(new TaskAction(writer, new Definitions(caches, "dromon-system"), caches, maxOpen), new RestartAction(writer)), () -> NOW);
    }

    @AfterEach
    void stop() {
        caches.close();
        for (Class<? extends HasMetadata> kind : List.of(WebhookTrigger.class, KeptnTask.class, KeptnApp.class, Secret.class)) {
            client.resources(kind).inNamespace("shop").delete();
        }
        List<LogCapture.Line> lines = Stream.of(Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR).flatMap(l -> log.at(l).stream()).toList();
        log.close();
        assertThat(lines).extracting(LogCapture.Line::text).noneMatch(l -> l.contains("hidden"));
    }

    private void apply(String yaml) {
        client.load(new ByteArrayInputStream(("---\n" + yaml).getBytes(StandardCharsets.UTF_8))).items().forEach(o -> client.resource(o).createOr(e -> e.update()));
    }

    private void secret(String name, String value) {
        client.resource(new SecretBuilder().withNewMetadata().withName(name).withNamespace("shop").endMetadata().addToData("secret", base64(value))
                .addToData("token", base64(value)).build()).createOr(e -> e.update());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(bytes(text));
    }

    private void trigger(String name, String scheme, String... spec) {
        apply("""
                apiVersion: dromon.dev/v1alpha1
                kind: WebhookTrigger
                metadata: {name: %s, namespace: shop}
                spec:
                  authentication: {%s: {%s}}
                """.formatted(name, scheme, SECRET) + String.join("\n", spec).indent(2));
        await().atMost(PATIENCE).until(() -> triggers.named("shop", name).filter(s -> !s.secrets().waiting()).isPresent());
    }

    private Reply send(String trigger, byte[] body, Map<String, String> headers) {
        Reply reply = responder.reply(Deliveries.request(trigger, body, headers));
        assertThat(reply.text()).doesNotContain("hidden");
        return reply;
    }

    private Reply signed(String trigger, String id) {
        return send(trigger, BODY, Deliveries.signed(KEY, id, NOW, BODY));
    }

    private Reply bearer(byte[] body, String... headers) {
        Map<String, String> all = new HashMap<>(Deliveries.bearer(KEY, "id-" + ids++));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        all.values().removeIf(String::isEmpty);
        return send("t", body, all);
    }

    private static JsonNode json(Reply reply) throws IOException {
        return new ObjectMapper().readTree(reply.text());
    }

    private List<KeptnTask> tasks() {
        return client.resources(KeptnTask.class).inNamespace("shop").list().getItems();
    }

    @Test
    void aDeliveryStartsATaskOnce() throws IOException {
        apply("""
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnTaskDefinition
                metadata: {name: smoke, namespace: shop, labels: {team: a}, annotations: {note: b}}
                spec: {retries: 2, timeout: 90s, container: {name: check, image: busybox}}
                """);
        trigger("t", "standardWebhooks", TASK);
        await().atMost(PATIENCE).until(() -> caches.of(KeptnTaskDefinition.class).get("shop", "smoke").isPresent());

        Reply first = signed("t", "1");
        Reply again = signed("t", "1");

        assertThat(first.status()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(200);
        assertThat(json(first).path("outcome").asText()).isEqualTo("accepted");
        assertThat(json(again).path("outcome").asText()).isEqualTo("repeated");
        assertThat(json(again).path("link")).isEqualTo(json(first).path("link"));
        assertThat(tasks()).singleElement().satisfies(task -> {
            assertThat(json(first).path("link").asText()).isEqualTo("/apis/lifecycle.keptn.sh/v1/namespaces/shop/keptntasks/" + task.getMetadata().getName());
            assertThat(task.getMetadata().getName()).matches("t-[0-9a-f]{16}");
            assertThat(task.getMetadata().getLabels()).containsEntry("team", "a").containsEntry("dromon.dev/trigger", "t").containsKey("dromon.dev/delivery");
            assertThat(task.getMetadata().getAnnotations()).containsEntry("note", "b");
            assertThat(task.getMetadata().getOwnerReferences()).singleElement().satisfies(o -> assertThat(o.getKind()).isEqualTo("WebhookTrigger"));
            assertThat(task.getSpec().parameters.map).containsOnly(Map.entry("sha", "hidden-sha"), Map.entry("fixed", "x"));
            assertThat(task.getSpec().retries).isEqualTo(2);
            assertThat(task.getSpec().timeout).isEqualTo("90s");
            assertThat(task.getSpec().context.metadata).containsEntry("trigger", "t");
        });
    }

    @Test
    void aRepeatIsKnownAfterARestart() {
        trigger("t", "standardWebhooks", TASK);
        signed("t", "1");
        caches.close();
        open();
        await().atMost(PATIENCE).until(() -> triggers.named("shop", "t").filter(s -> !s.secrets().waiting()).isPresent());

        assertThat(signed("t", "1").status()).isEqualTo(200);
        assertThat(tasks()).hasSize(1);
    }

    @Test
    void replicasThatAreAskedAtTheSameTimeStartOneTaskPerDelivery() throws Exception {
        trigger("t", "standardWebhooks", TASK, "ratePerMinute: 6000");
        KubeCaches otherCaches = caches;
        WebhookResponder other = responder;
        open();
        await().atMost(PATIENCE).until(() -> triggers.named("shop", "t").filter(s -> !s.secrets().waiting()).isPresent());
        ExecutorService senders = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> deliveries = IntStream.range(0, 120).<Callable<Integer>>mapToObj(i -> () -> {
                WebhookResponder replica = i % 2 == 0 ? responder : other;
                return replica.reply(Deliveries.request("t", BODY, Deliveries.signed(KEY, "id-" + i / 6, NOW, BODY))).status();
            }).toList();
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : senders.invokeAll(deliveries)) {
                answers.add(answer.get());
            }

            assertThat(answers).containsOnly(200, 202);
            assertThat(Collections.frequency(answers, 202)).isEqualTo(20);
            assertThat(tasks()).hasSize(20);
        } finally {
            senders.shutdownNow();
            otherCaches.close();
        }
    }

    @Test
    void aSignedIdCannotBeReplaced() {
        trigger("t", "standardWebhooks", TASK);
        Map<String, String> headers = Deliveries.signed(KEY, "1", NOW, BODY);
        send("t", BODY, headers);
        headers.put("webhook-id", "2");

        assertThat(send("t", BODY, headers).status()).isEqualTo(401);
        assertThat(tasks()).hasSize(1);
    }

    @Test
    void aBodyThatGitHubSignedCountsOnceWhateverTheIdSays() {
        trigger("t", "github", TASK);

        assertThat(send("t", BODY, Deliveries.github(KEY, "1", BODY)).status()).isEqualTo(202);
        assertThat(send("t", BODY, Deliveries.github(KEY, "1", BODY)).status()).isEqualTo(200);
        assertThat(send("t", BODY, Deliveries.github(KEY, "2", BODY)).status()).isEqualTo(409);
        assertThat(tasks()).hasSize(1);
    }

    @Test
    void anIdOfGitHubCountsOnceWhateverTheBodySays() {
        trigger("t", "github", TASK);
        byte[] other = bytes("{\"after\":\"other\"}");

        assertThat(send("t", BODY, Deliveries.github(KEY, "1", BODY)).status()).isEqualTo(202);
        assertThat(send("t", other, Deliveries.github(KEY, "1", other)).status()).isEqualTo(200);
        assertThat(tasks()).hasSize(1);
    }

    @Test
    void anAppIsRestartedOncePerDelivery() throws IOException {
        apply("{apiVersion: lifecycle.keptn.sh/v1, kind: KeptnApp, metadata: {name: web, namespace: shop, annotations: {a: b}}, spec: {version: '1.0', revision: 3}}");
        trigger("t", "github", RESTART);
        byte[] other = bytes("{\"app\":\"web\",\"n\":2}");

        assertThat(send("t", BODY, Deliveries.github(KEY, "1", BODY)).status()).isEqualTo(202);
        Reply again = send("t", BODY, Deliveries.github(KEY, "1", BODY));
        assertThat(send("t", BODY, Deliveries.github(KEY, "2", BODY)).status()).isEqualTo(409);
        assertThat(send("t", other, Deliveries.github(KEY, "3", other)).status()).isEqualTo(202);

        assertThat(again.status()).isEqualTo(200);
        assertThat(json(again).path("link").asText()).isEqualTo("/apis/lifecycle.keptn.sh/v1/namespaces/shop/keptnapps/web");
        KeptnApp app = client.resources(KeptnApp.class).inNamespace("shop").withName("web").get();
        assertThat(app.getSpec().revision).isEqualTo(5);
        assertThat(app.getMetadata().getAnnotations()).containsEntry("a", "b").hasEntrySatisfying("dromon.dev/deliveries", d -> assertThat(d.split(" ")).hasSize(2));
    }

    @Test
    void theNewestDeliveriesOfAnAppAreRemembered() {
        apply("{apiVersion: lifecycle.keptn.sh/v1, kind: KeptnApp, metadata: {name: web, namespace: shop}, spec: {version: '1.0'}}");
        trigger("t", "standardWebhooks", RESTART, "ratePerMinute: 6000");
        for (int i = 0; i <= RestartAction.REMEMBERED; i++) {
            assertThat(signed("t", "n" + i).status()).isEqualTo(202);
        }

        assertThat(signed("t", "n1").status()).isEqualTo(200);
        KeptnApp app = client.resources(KeptnApp.class).inNamespace("shop").withName("web").get();
        assertThat(app.getMetadata().getAnnotations().get("dromon.dev/deliveries").split(" ")).hasSize(RestartAction.REMEMBERED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "../kube-system", "WEB", "hidden app", ""})
    void anAppThatDoesNotExistCannotBeRestarted(String name) {
        trigger("t", "bearer", RESTART);

        assertThat(bearer(bytes("{\"app\":\"" + name + "\"}")).status()).isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "application/json | 202",
        "Application/JSON; Charset=\"UTF-8\" | 202",
        "application/vnd.github+json | 202",
        "text/json | 415",
        "text/plain | 415",
        "application/octet-stream | 415",
        "application/json; charset=utf-16 | 415",
        "application/cloudevents-batch+json | 415",
        "application/xml | 415",
        "none | 415"})
    void onlyJsonIsTaken(String type, int status) {
        trigger("t", "bearer", TASK);

        assertThat(bearer(BODY, "Content-Type", type).status()).isEqualTo(status);
        assertThat(bearer(BODY, "Content-Type", type, "Content-Encoding", "gzip").status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"after\":", "{'after':1}", "{\"after\":1}{}", "{\"after\":1,\"after\":2}", "\u0000", "nul", "<a/>", "{\"after\":NaN}"})
    void whatIsNoJsonIsRefused(String body) {
        trigger("t", "bearer", TASK);

        assertThat(bearer(bytes(body)).status()).isEqualTo(400);
        assertThat(tasks()).isEmpty();
    }

    @Test
    void hostileDocumentsAreRefused() {
        trigger("t", "bearer", TASK);

        assertThat(bearer(bytes("[".repeat(400_000) + "]".repeat(400_000))).status()).isEqualTo(400);
        assertThat(bearer(bytes("{\"after\":" + "9".repeat(100_000) + "}")).status()).isEqualTo(400);
        assertThat(bearer(new byte[] {'"', (byte) 0xff, '"'}).status()).isEqualTo(400);
        assertThat(bearer(bytes("{\"after\":\"" + "a".repeat(5000) + "\"}")).status()).isEqualTo(422);
        assertThat(bearer(bytes("{\"after\":\"\\ud800\"}")).status()).isEqualTo(422);
        assertThat(bearer(bytes("{\"after\":{\"hidden\":1}}")).status()).isEqualTo(422);
        assertThat(bearer(bytes("[]")).status()).isEqualTo(422);
        assertThat(bearer(bytes("null")).status()).isEqualTo(422);
        assertThat(tasks()).isEmpty();
    }

    @Test
    void aTaskGetsWhatIsThereAndNotWhatItSays() {
        trigger("t", "bearer", TASK);
        String hostile = "$(cat /etc/passwd); {{x}} ${jndi:ldap://x} \\u0000 </script>";

        assertThat(bearer(bytes("{\"after\":\"" + hostile + "\"}")).status()).isEqualTo(202);
        assertThat(tasks()).singleElement().satisfies(t -> assertThat(t.getSpec().parameters.map).containsEntry("sha", hostile.replace("\\u0000", "\u0000")));
    }

    @Test
    void parametersHaveABoundTogether() {
        trigger("t", "bearer", "task: {definition: smoke, parameters: {" + String.join(", ", IntStream.range(0, 5).mapToObj(i -> "p" + i + ": {jsonPath: $.a}").toList()) + "}}");

        assertThat(bearer(bytes("{\"a\":\"" + "a".repeat(3000) + "\"}")).status()).isEqualTo(202);
        assertThat(bearer(bytes("{\"a\":\"" + "a".repeat(4000) + "\"}")).status()).isEqualTo(422);
    }

    @Test
    void anIdIsNeeded() {
        trigger("t", "bearer", TASK);

        assertThat(bearer(BODY, "webhook-id", "").status()).isEqualTo(400);
        assertThat(bearer(BODY, "webhook-id", " ").status()).isEqualTo(400);
        assertThat(bearer(BODY, "webhook-id", "x".repeat(257)).status()).isEqualTo(400);
        assertThat(tasks()).isEmpty();
        assertThat(bearer(BODY, "webhook-id", "x".repeat(256)).status()).isEqualTo(202);
        assertThat(bearer(BODY, "webhook-id", "", "X-GitHub-Delivery", "b").status()).isEqualTo(202);
        assertThat(bearer(BODY, "webhook-id", "", "ce-id", "c").status()).isEqualTo(202);
        assertThat(bearer(BODY, "webhook-id", "", "ce-id", "b").status()).isEqualTo(200);
    }

    @Test
    void aCloudEventIsLookedIntoByItsData() {
        trigger("t", "bearer", TASK);
        String event = "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/s\",\"type\":\"t\",%s}";
        String[] headers = {"Content-Type", "application/cloudevents+json", "webhook-id", ""};

        assertThat(bearer(bytes(event.formatted("e1", "\"data\":{\"after\":\"1\"}")), headers).status()).isEqualTo(202);
        assertThat(bearer(bytes(event.formatted("e1", "\"data\":{\"after\":\"1\"}")), headers).status()).isEqualTo(200);
        assertThat(bearer(bytes(event.formatted("e2", "\"data_base64\":\"" + base64("{\"after\":\"2\"}") + "\"")), headers).status()).isEqualTo(202);
        assertThat(bearer(BODY, "webhook-id", "", "ce-specversion", "1.0", "ce-id", "e3", "ce-source", "/s", "ce-type", "t").status()).isEqualTo(202);
        assertThat(tasks()).extracting(t -> t.getSpec().parameters.map.get("sha")).containsExactlyInAnyOrder("1", "2", "hidden-sha");
        assertThat(bearer(bytes(event.formatted("e4", "\"x\":1")), headers).status()).isEqualTo(422);
        assertThat(bearer(bytes(event.formatted("e4", "\"data_base64\":\"hidden***\"")), headers).status()).isEqualTo(400);
        assertThat(bearer(bytes(event.formatted("e4", "\"data_base64\":{}")), headers).status()).isEqualTo(400);
        assertThat(bearer(bytes(event.formatted("", "\"data\":{}")), headers).status()).isEqualTo(400);
        assertThat(bearer(bytes("{\"id\":\"e5\"}"), headers).status()).isEqualTo(400);
    }

    @Test
    void whatTheTriggerDoesNotWantIsIgnored() throws IOException {
        trigger("t", "bearer", TASK, "only: [{jsonPath: $.ref, equals: main}, {jsonPath: $.app, equals: web}]");

        Reply ignored = bearer(bytes("{\"ref\":\"other\",\"app\":\"web\"}"));

        assertThat(ignored.status()).isEqualTo(200);
        assertThat(json(ignored).path("outcome").asText()).isEqualTo("ignored");
        assertThat(tasks()).isEmpty();
        assertThat(bearer(BODY).status()).isEqualTo(202);
    }

    @Test
    void whoProvesNothingLearnsNothing() {
        trigger("t", "standardWebhooks", TASK);

        assertThat(send("unknown", BODY, Deliveries.signed(KEY, "1", NOW, BODY)).status()).isEqualTo(404);
        Reply forged = send("t", BODY, Deliveries.signed("another-key-0123456789abcdef", "1", NOW, BODY));
        assertThat(forged.status()).isEqualTo(401);
        assertThat(forged.headers()).containsKey("WWW-Authenticate");
        assertThat(send("t", bytes("hidden"), Map.of()).text()).isEqualTo(forged.text());
        client.secrets().inNamespace("shop").withName("s").delete();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(signed("t", "1").text()).isEqualTo(forged.text()));
        assertThat(tasks()).isEmpty();
    }

    @Test
    void strangersAreBoundedAndTakeNothingOfTheRateOfOthers() {
        trigger("t", "standardWebhooks", TASK, "ratePerMinute: 2");
        Map<String, String> forged = Deliveries.signed("another-key-0123456789abcdef", "1", NOW, BODY);
        for (int i = 0; i < 60; i++) {
            assertThat(send("t", BODY, forged).status()).isEqualTo(401);
        }
        assertThat(send("t", BODY, forged).status()).isEqualTo(429);

        assertThat(signed("t", "1").status()).isEqualTo(202);
        assertThat(signed("t", "1").status()).isEqualTo(200);
        Reply tooMany = signed("t", "2");
        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.headers()).containsEntry("Retry-After", "30");
        nanos.addAndGet(Duration.ofSeconds(30).toNanos());
        assertThat(signed("t", "2").status()).isEqualTo(202);
        assertThat(tasks()).hasSize(2);
    }

    @Test
    void aKeyCanBeReplacedWithoutABreak() {
        String fresh = "whsec_" + base64("a fresh key of enough length");
        trigger("t", "standardWebhooks", TASK);
        assertThat(signed("t", "1").status()).isEqualTo(202);

        secret("s", KEY + "\n" + fresh + "\n");
        await().atMost(PATIENCE).until(() -> send("t", BODY, Deliveries.signed(fresh, "2", NOW, BODY)).status() == 202);
        assertThat(signed("t", "3").status()).isEqualTo(202);

        secret("s", fresh);
        await().atMost(PATIENCE).until(() -> signed("t", "3").status() == 401);
        assertThat(send("t", BODY, Deliveries.signed(fresh, "4", NOW, BODY)).status()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "whsec_***", "\n\n", "whsec_AAAA"})
    void aKeyThatIsNoneLetsNobodyIn(String value) {
        secret("s", value);
        trigger("t", "standardWebhooks", TASK);

        assertThat(send("t", BODY, Deliveries.signed("short", "1", NOW, BODY)).status()).isEqualTo(401);
    }

    @Test
    void anotherSecretCountsAsSoonAsTheTriggerNamesIt() {
        trigger("t", "standardWebhooks", TASK);
        assertThat(signed("t", "1").status()).isEqualTo(202);
        String other = "another-key-0123456789abcdef";
        secret("s2", other);

        apply("{apiVersion: dromon.dev/v1alpha1, kind: WebhookTrigger, metadata: {name: t, namespace: shop}, spec: {authentication: {standardWebhooks: {secret: {name: s2}}}, "
                + TASK + "}}");

        await().atMost(PATIENCE).until(() -> send("t", BODY, Deliveries.signed(other, "2", NOW, BODY)).status() == 202);
        assertThat(signed("t", "3").status()).isEqualTo(401);
    }

    @Test
    void aTriggerThatIsGoneIsUnknown() {
        trigger("t", "standardWebhooks", TASK);
        assertThat(signed("t", "1").status()).isEqualTo(202);

        client.resources(WebhookTrigger.class).inNamespace("shop").withName("t").delete();

        await().atMost(PATIENCE).until(() -> signed("t", "2").status() == 404);
    }

    @Test
    void tasksThatDoNotEndDoNotPileUp() {
        responder = responder(2);
        trigger("t", "standardWebhooks", TASK);
        signed("t", "1");
        signed("t", "2");

        Reply full = signed("t", "3");

        assertThat(full.status()).isEqualTo(503);
        assertThat(full.headers()).containsEntry("Retry-After", "60");
        assertThat(signed("t", "1").status()).isEqualTo(200);
        KeptnTask ended = tasks().get(0);
        ended.setStatus(new KeptnTaskStatus());
        ended.getStatus().status = "Failed";
        client.resource(ended).updateStatus();
        await().atMost(PATIENCE).until(() -> signed("t", "3").status() == 202);
    }

    @Test
    void aNameThatSomebodyElseTookIsToldAsThat() {
        trigger("t", "standardWebhooks", TASK);
        signed("t", "1");
        KeptnTask task = tasks().get(0);
        client.resource(task).delete();
        await().atMost(PATIENCE).until(() -> caches.of(KeptnTask.class).list().isEmpty());
        task.getMetadata().setOwnerReferences(null);
        task.getMetadata().setResourceVersion(null);
        task.getMetadata().setUid(null);
        client.resource(task).create();

        assertThat(signed("t", "1").status()).isEqualTo(409);
    }
}
