package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.KeptnApp;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.WebhookTrigger;
import dev.dromon.hook.Deliveries;
import dev.dromon.kube.LogCapture;
import dev.dromon.sink.Receiver;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deliveries from outside to the real thing. */
class WebhookTest extends FlowTest {

    private static final String KEY = "hidden-key-0123456789abcdef";
    private static final String NEW_KEY = "hidden-new-key-0123456789abcdef";
    private static final byte[] BODY = "{\"after\":\"hidden-sha\",\"app\":\"web\"}".getBytes(StandardCharsets.UTF_8);
    private static final int CONNECTIONS = 20;
    private static int port;

    private final HttpClient sender = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void choosePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
    }

    @AfterAll
    static void noServerForOtherTests() {
        ControlPlane.running();
    }

    @BeforeEach
    void serve() {
        plane.start(Map.of("dromon.http.port", Integer.toString(port)));
    }

    private void secret(String value) {
        secret("sender", value);
    }

    private void secret(String name, String value) {
        client.resource(new SecretBuilder().withNewMetadata().withName(name).withNamespace(namespace).endMetadata().withStringData(Map.of("secret", value)).build())
                .createOr(e -> e.update());
    }

    private void allow() {
        apply(Manifests.readsSecret("sender", "get, list, watch"));
    }

    private void trigger(String name, String scheme, String spec) {
        apply("""
                ---
                apiVersion: dromon.dev/v1alpha1
                kind: WebhookTrigger
                metadata: {name: %s}
                spec:
                  authentication: {%s: {secret: {name: sender}}}
                  ratePerMinute: 6000
                """.formatted(name, scheme) + spec.indent(2));
    }

    private void ready(String name, String status, String sentence) {
        eventually(() -> {
            WebhookTrigger trigger = client.resources(WebhookTrigger.class).inNamespace(namespace).withName(name).get();
            assertThat(trigger.getStatus()).isNotNull();
            assertThat(trigger.getStatus().conditions).singleElement().extracting(Condition::getType, Condition::getStatus).containsExactly("Ready", status);
            assertThat(trigger.getStatus().conditions.get(0).getMessage()).contains(sentence);
            assertThat(trigger.getStatus().path).isEqualTo("/hooks/" + namespace + "/" + name);
        });
    }

    private void takes(String name, String scheme, String spec) {
        secret(KEY);
        allow();
        trigger(name, scheme, spec);
        ready(name, "True", "deliveries are taken");
    }

    private int send(String trigger, byte[] body, Map<String, String> headers) throws Exception {
        URI path = URI.create("http://127.0.0.1:" + port + "/hooks/" + namespace + "/" + trigger);
        HttpRequest.Builder request = HttpRequest.newBuilder(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        HttpResponse<String> response = sender.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.body()).doesNotContain("hidden");
        return response.statusCode();
    }

    private int signed(String trigger, String id) throws Exception {
        return send(trigger, BODY, Deliveries.signed(KEY, id, Instant.now(), BODY));
    }

    /** Status codes of deliveries with these ids, from several connections at once. */
    private List<Integer> together(String trigger, List<String> ids) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : senders.invokeAll(ids.stream().<Callable<Integer>>map(id -> () -> signed(trigger, id)).toList())) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            senders.shutdownNow();
        }
    }

    @Test
    void eachOfAThousandDeliveriesStartsOneTaskHoweverOftenItIsRepeated() throws Exception {
        takes("many", "standardWebhooks", "task: {definition: missing, parameters: {sha: {jsonPath: $.after}}}");
        List<String> ids = IntStream.range(0, 700).mapToObj(i -> "delivery-" + i).toList();
        List<String> all = new ArrayList<>(Stream.concat(ids.stream(), ids.stream().limit(300)).toList());
        Collections.shuffle(all, new Random(1));

        List<Integer> answers = together("many", all);

        assertThat(answers).containsOnly(200, 202);
        assertThat(Collections.frequency(answers, 202)).isEqualTo(700);
        List<String> names = tasks().stream().map(t -> t.getMetadata().getName()).sorted().toList();
        assertThat(names).hasSize(700);
        assertThat(tasks()).extracting(t -> t.getMetadata().getLabels().get("dromon.dev/delivery")).doesNotHaveDuplicates();

        Function<List<WebhookTrigger>, List<String>> statuses = triggers -> triggers.stream().filter(t -> t.getMetadata().getName().equals("many"))
                .flatMap(t -> t.getStatus().conditions.stream()).map(Condition::getStatus).toList();
        try (Seen<WebhookTrigger> seen = new Seen<>(client, WebhookTrigger.class, namespace)) {
            plane.stopRuntime();
            serve();
            eventually(() -> assertThat(signed("many", ids.get(0))).isEqualTo(200));
            trigger("marker", "standardWebhooks", "task: {definition: missing}");
            ready("marker", "True", "deliveries are taken");
            eventually(() -> assertThat(seen.worlds(List::size)).contains(2));
            assertThat(seen.worlds(statuses).stream().flatMap(List::stream)).as("a restart is no news").isNotEmpty().containsOnly("True");
        }

        assertThat(together("many", ids.subList(0, 100))).containsOnly(200);
        assertThat(tasks().stream().map(t -> t.getMetadata().getName()).sorted()).isEqualTo(names);
        assertThat(jobs()).isEmpty();
    }

    @Test
    void whatIsNotGenuineOrCannotBeReadStartsNothingAndIsToldNowhere() throws Exception {
        try (LogCapture all = new LogCapture("", Level.INFO); LogCapture own = new LogCapture("dev.dromon", Level.DEBUG)) {
            takes("strict", "standardWebhooks", "task: {definition: missing, parameters: {sha: {jsonPath: $.after}}}");
            alsoOfGitHub();
            Instant now = Instant.now();
            Map<String, String> replayed = Deliveries.signed(KEY, "1", now, BODY);
            assertThat(send("strict", BODY, replayed)).isEqualTo(202);
            replayed.put("webhook-id", "2");
            byte[] broken = "{\"after\":\"hidden".getBytes(StandardCharsets.UTF_8);
            byte[] other = "{\"other\":\"hidden\"}".getBytes(StandardCharsets.UTF_8);
            byte[] large = new byte[5 * 1024 * 1024];

            assertThat(send("strict", BODY, Deliveries.signed(NEW_KEY, "3", now, BODY))).as("bad signature").isEqualTo(401);
            assertThat(send("strict", BODY, Map.of())).as("no signature").isEqualTo(401);
            assertThat(send("strict", BODY, Deliveries.signed(KEY, "3", now.minusSeconds(3600), BODY))).as("stale timestamp").isEqualTo(401);
            assertThat(send("strict", BODY, replayed)).as("replayed body with another id").isEqualTo(401);
            assertThat(send("strict", large, Deliveries.signed(KEY, "3", now, large))).as("5 MB").isEqualTo(413);
            assertThat(send("strict", broken, Deliveries.signed(KEY, "3", now, broken))).as("broken JSON").isEqualTo(400);
            assertThat(send("strict", other, Deliveries.signed(KEY, "3", now, other))).as("no such place").isEqualTo(422);
            assertThat(send("unknown", BODY, Deliveries.signed(KEY, "3", now, BODY))).as("unknown trigger").isEqualTo(404);
            assertThat(send("github", BODY, Deliveries.github(KEY, "1", BODY))).isEqualTo(202);
            assertThat(send("github", BODY, Deliveries.github(KEY, "2", BODY))).as("replayed body with another id").isEqualTo(409);

            assertThat(tasks()).extracting(t -> t.getMetadata().getName()).hasSize(2).anyMatch(n -> n.startsWith("strict-")).anyMatch(n -> n.startsWith("github-"));
            assertThat(Stream.of(Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR).flatMap(l -> Stream.concat(own.at(l).stream(), all.at(l).stream()))).isNotEmpty()
                    .noneMatch(l -> (l.text() + l.thrown()).contains("hidden"));
        }
    }

    private void alsoOfGitHub() {
        trigger("github", "github", "task: {definition: missing}");
        ready("github", "True", "deliveries are taken");
    }

    @Test
    void aTaskRunsWithWhatTheDeliverySays() throws Exception {
        apply(Manifests.task("smoke"));
        takes("push", "standardWebhooks", "task: {definition: smoke, parameters: {sha: {jsonPath: $.after}, stage: {value: dev}}}");

        assertThat(signed("push", "1")).isEqualTo(202);

        eventually(() -> assertThat(tasks()).extracting(t -> t.getStatus() == null ? "" : t.getStatus().status).containsExactly("Succeeded"));
        assertThat(jobs()).singleElement().satisfies(j -> assertThat(j.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv())
                .filteredOn(e -> e.getName().equals("DATA")).extracting(EnvVar::getValue).containsExactly("{\"sha\":\"hidden-sha\",\"stage\":\"dev\"}"));
        client.resources(WebhookTrigger.class).inNamespace(namespace).withName("push").delete();
        eventually(() -> assertThat(client.resources(KeptnTask.class).inNamespace(namespace).list().getItems()).as("tasks go with their trigger").isEmpty());
    }

    @Test
    void theExampleWorksAsItIs() throws Exception {
        client.namespaces().withName(namespace).delete();
        namespace = "github-webhook";
        plane.kubectl("", "apply", "-f", "examples/github-webhook");
        secret("github", KEY);
        byte[] ping = "{\"zen\":\"Keep it logically awesome.\"}".getBytes(StandardCharsets.UTF_8);
        byte[] push = "{\"ref\":\"refs/heads/main\",\"after\":\"4f1c0de\",\"repository\":{\"full_name\":\"shop/web\"}}".getBytes(StandardCharsets.UTF_8);
        ready("push", "True", "deliveries are taken");

        assertThat(send("push", ping, Deliveries.github(KEY, "1", ping))).isEqualTo(200);
        assertThat(tasks()).isEmpty();
        assertThat(send("push", push, Deliveries.github(KEY, "2", push))).isEqualTo(202);

        eventually(() -> assertThat(tasks()).extracting(t -> t.getStatus() == null ? "" : t.getStatus().status).containsExactly("Succeeded"));
        assertThat(tasks().get(0).getSpec().parameters.map).isEqualTo(Map.of("repository", "shop/web", "sha", "4f1c0de", "stage", "dev"));
    }

    @Test
    void anAppGetsOneNewVersionForEachDelivery() throws Exception {
        apply(Manifests.deployment("web", "1.0"));
        app("web", "Succeeded");
        takes("again", "standardWebhooks", "restart: {app: {jsonPath: $.app}}");
        int revision = client.resources(KeptnApp.class).inNamespace(namespace).withName("web").get().getSpec().revision;

        for (int delivery = 1; delivery <= 3; delivery++) {
            String id = "delivery-" + delivery;
            List<Integer> answers = together("again", Collections.nCopies(10, id));
            assertThat(answers).containsOnly(200, 202);
            assertThat(Collections.frequency(answers, 202)).isEqualTo(1);
            int versions = 1 + delivery;
            eventually(() -> assertThat(appVersions("web")).hasSize(versions));
            app("web", "Succeeded");
        }

        assertThat(signed("again", "delivery-1")).isEqualTo(200);
        assertThat(client.resources(KeptnApp.class).inNamespace(namespace).withName("web").get().getSpec().revision).isEqualTo(revision + 3);
        assertThat(appVersions("web")).hasSize(4);
    }

    @Test
    void theRightToReadASecretIsAskedForAndCountsWhenItIsThere() throws Exception {
        trigger("late", "standardWebhooks", "task: {definition: missing}");
        ready("late", "False", "Secret sender of namespace " + namespace + " cannot be read");
        ready("late", "False", "by a Role and a RoleBinding");
        assertThat(signed("late", "1")).isEqualTo(401);

        allow();
        ready("late", "False", "Secret sender does not exist in namespace " + namespace + "; create it");

        secret("short");
        ready("late", "False", "of at least 24 bytes each");

        secret(KEY);
        ready("late", "True", "deliveries are taken");
        assertThat(signed("late", "1")).isEqualTo(202);

        secret(NEW_KEY);
        eventually(() -> assertThat(signed("late", "1")).isEqualTo(401));
        assertThat(send("late", BODY, Deliveries.signed(NEW_KEY, "1", Instant.now(), BODY))).isEqualTo(200);
        assertThat(tasks()).hasSize(1);
    }

    @Test
    void withoutAServerATriggerSaysWhatIsMissing() {
        plane.start(Map.of());
        trigger("deaf", "github", "task: {definition: missing}");

        ready("deaf", "False", "set dromon.http.port");
    }

    @Test
    void whatCannotBeMeantIsRefusedWithASentence() {
        String good = """
                apiVersion: dromon.dev/v1alpha1
                kind: WebhookTrigger
                metadata: {name: first, namespace: %s}
                spec:
                  authentication: {github: {secret: {name: s}}}
                  task: {definition: smoke, parameters: {sha: {jsonPath: $.after}}}
                """.formatted(namespace);
        for (Map.Entry<List<String>, String> wrong : Map.of(
                List.of("github: {secret: {name: s}}", "github: {secret: {name: s}}, bearer: {secret: {name: s}}"), "exactly one of standardWebhooks, github and bearer",
                List.of("github: {secret: {name: s}}", ""), "exactly one of standardWebhooks, github and bearer",
                List.of("  task:", "  restart: {app: {value: web}}\n  task:"), "exactly one of task, restart and answer",
                List.of("jsonPath: $.after", "jsonPath: $.after, value: x"), "either value or jsonPath",
                List.of("jsonPath: $.after", "jsonPath: $..after"), "jsonPath",
                List.of("sha:", "\"a b\":"), "the name of a parameter",
                List.of("name: first", "name: " + "a".repeat(64)), "at most 63 characters",
                List.of("  task:", "  ratePerMinute: 0\n  task:"), "ratePerMinute").entrySet()) {
            assertThat(plane.kubectlRefused(good.replace(wrong.getKey().get(0), wrong.getKey().get(1)), "apply", "-f", "-")).contains(wrong.getValue());
        }
        assertThat(plane.kubectl(good, "apply", "-f", "-")).contains("created");
    }

    @Test
    void anAnswerThatCannotBeMeantIsRefusedWithASentence() {
        String good = """
                apiVersion: dromon.dev/v1alpha1
                kind: WebhookTrigger
                metadata: {name: second, namespace: %s}
                spec:
                  authentication: {github: {secret: {name: s}}}
                  answer: {task: {jsonPath: $.task}, succeeded: {jsonPath: $.ok, equals: 'true'}, message: {value: fine}}
                """.formatted(namespace);
        for (Map.Entry<List<String>, String> wrong : Map.of(
                List.of("  answer:", "  task: {definition: smoke}\n  answer:"), "exactly one of task, restart and answer",
                List.of("  answer:", "  restart: {app: {value: web}}\n  answer:"), "exactly one of task, restart and answer",
                List.of("  answer:", "  history: 1\n#"), "exactly one of task, restart and answer",
                List.of("task: {jsonPath: $.task}, ", ""), "spec.answer.task: Required value",
                List.of("jsonPath: $.task", "jsonPath: $.task, value: x"), "answer.task must have either value or jsonPath",
                List.of("succeeded: {jsonPath: $.ok, equals: 'true'}, ", ""), "spec.answer.succeeded: Required value",
                List.of(", equals: 'true'", ""), "spec.answer.succeeded.equals: Required value",
                List.of("$.ok", "$..ok"), "spec.answer.succeeded.jsonPath",
                List.of("value: fine", ""), "answer.message must have either value or jsonPath",
                List.of("value: fine", "value: " + "x".repeat(1025)), "1024").entrySet()) {
            assertThat(plane.kubectlRefused(good.replace(wrong.getKey().get(0), wrong.getKey().get(1)), "apply", "-f", "-")).contains(wrong.getValue());
        }
        assertThat(plane.kubectl(good, "apply", "-f", "-")).contains("created");
    }

    @Test
    void aTaskThatWaitsIsAnsweredByADeliveryAndItsFlowGoesOn() throws Exception {
        try (Receiver pipeline = new Receiver(new HttpServerOptions(), CallbackFlow.address()); LogCapture log = new LogCapture("dev.dromon", Level.DEBUG)) {
            apply(CallbackFlow.approve("url: \"" + pipeline.url() + "\""), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "approve"));
            takes("answers", "standardWebhooks", """
                    only: [{jsonPath: $.action, equals: completed}]
                    answer: {task: {jsonPath: $.run.title}, succeeded: {jsonPath: $.run.conclusion, equals: success}, message: {jsonPath: $.run.url}}
                    """);
            eventually(() -> assertThat(tasks()).extracting(t -> t.getStatus() == null ? "" : t.getStatus().reason).containsExactly("WaitingForAnswer"));
            JsonNode request = CallbackFlow.data(pipeline.taken().get(0).event());
            String task = request.path("task").textValue();
            held("web", "1.0");

            assertThat(answer("0", "requested", task, null)).as("not one that counts").isEqualTo(200);
            assertThat(answer("1", "completed", "web", "success")).as("no such task").isEqualTo(422);
            held("web", "1.0");
            assertThat(answer("2", "completed", task, "success")).isEqualTo(202);
            app("web", "Succeeded");
            runs("web", "1.0");
            KeptnTask done = tasks().get(0);
            assertThat(done.getStatus().status).isEqualTo("Succeeded");
            assertThat(done.getStatus().message).isEqualTo("hidden://run/1");
            assertThat(jobs()).isEmpty();

            assertThat(answer("2", "completed", task, "success")).as("repeated").isEqualTo(200);
            assertThat(answer("3", "completed", task, "success")).as("repeated under another id").isEqualTo(200);
            assertThat(answer("4", "completed", task, "failure")).as("another answer").isEqualTo(409);
            assertThat(tasks()).singleElement().satisfies(t -> assertThat(t.getStatus()).usingRecursiveComparison().isEqualTo(done.getStatus()));
            List<String> lines = Stream.of(Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR).flatMap(l -> log.at(l).stream()).map(LogCapture.Line::text).toList();
            assertThat(lines).contains("a delivery answers a task trigger=" + namespace + "/answers task=" + task + " outcome=succeeded")
                    .noneMatch(l -> l.contains(request.path("callback").path("token").textValue()));
        }
    }

    private int answer(String id, String action, String task, String conclusion) throws Exception {
        Map<String, String> run = new HashMap<>(Map.of("title", task, "url", "hidden://run/1"));
        run.put("conclusion", conclusion);
        byte[] body = new ObjectMapper().writeValueAsBytes(Map.of("action", action, "run", run));
        return send("answers", body, Deliveries.signed(KEY, id, Instant.now(), body));
    }
}
