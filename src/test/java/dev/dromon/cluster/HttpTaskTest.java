package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnTask;
import dev.dromon.call.Endpoint;
import dev.dromon.call.Endpoint.Behaviour;
import dev.dromon.call.Endpoint.Came;
import dev.dromon.kube.LogCapture;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks whose verdict is the answer of a real HTTP server. */
class HttpTaskTest extends FlowTest {

    private static final String TOKEN = "hidden-0123456789";

    private Endpoint server;

    @Override
    ControlPlane controlPlane() {
        ControlPlane shared = ControlPlane.withoutRuntime();
        shared.start(settings());
        return shared;
    }

    private static Map<String, String> settings() {
        return Map.of("dromon.task.http.allow-local-addresses", "true");
    }

    @BeforeEach
    void listen() {
        server = new Endpoint();
    }

    @AfterEach
    void hangUp() {
        server.close();
    }

    /** The definition {@code ask}; the inside of its http is given, without the url. */
    private String ask(String http) {
        return """
                ---
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnTaskDefinition
                metadata: {name: ask}
                spec:
                  http: {url: "%s/check/{{ .appName }}?version={{ .workloadVersion }}", backoff: 50ms%s}
                """.formatted(server.url(), http.isEmpty() ? "" : ", " + http);
    }

    private void deploy(String version) {
        apply(Manifests.deployment("web", version, "pre-deployment-tasks", "ask"));
    }

    private void blocked(String reason, String sentence) {
        eventually(() -> assertThat(workload("web-web", "1.0", "Progressing").getStatus().conditions).filteredOn(c -> "Blocked".equals(c.getType())).singleElement()
                .satisfies(c -> {
            assertThat(c.getStatus() + " " + c.getReason()).isEqualTo("True " + reason);
            assertThat(c.getMessage()).contains(sentence);
        }));
    }

    private static String key(KeptnTask task, int number) {
        return task.getMetadata().getUid() + "-" + number;
    }

    @Test
    void anAnswerAsExpectedLetsTheFlowGoOnWithoutAPod() {
        server.behave(Behaviour.json(200, "{\"checks\":[{\"state\":\"green\",\"errors\":0}]}"));
        apply(ask("method: POST, headers: {X-Stage: \"{{ .parameters.stage }}\"}, body: '{\"workload\": \"{{ .workloadName }}\"}', parameters: {map: {stage: dev}}, "
                + "assertions: [{path: \"$.checks[0].state\", value: green}, {path: \"$.checks[0].errors\", operator: \"<\", value: \"1\"}]"));
        deploy("1.0");

        app("web", "Succeeded");

        runs("web", "1.0");
        KeptnTask done = onlyTask("Succeeded", "");
        assertThat(done.getStatus().message).isEqualTo("POST was answered 200, 2 assertions hold");
        assertThat(done.getStatus().call.attempt).isEqualTo(1);
        assertThat(done.getStatus().startTime).isNotNull();
        assertThat(done.getStatus().endTime).isNotNull();
        assertThat(server.asked()).singleElement().satisfies(came -> {
            assertThat(came.method() + " " + came.uri() + " " + came.body()).isEqualTo("POST /check/web?version=1.0 {\"workload\": \"web-web\"}");
            assertThat(came.headers()).containsEntry("x-stage", "dev").containsEntry("content-type", "application/json").containsEntry("idempotency-key", key(done, 1));
        });
        assertThat(done.getStatus().call.idempotencyKey).isEqualTo(key(done, 1));
        assertThat(jobs()).isEmpty();
    }

    @Test
    void aTaskHoldsTheGateUntilTheServerHasAnswered() {
        server.behave(Behaviour.hang());
        apply(ask("requestTimeout: 2s, retries: 20"));
        deploy("1.0");
        eventually(() -> assertThat(server.asked()).hasSize(1));
        held("web", "1.0");
        workload("web-web", "1.0", "Progressing");

        server.behave(Behaviour.status(204));

        app("web", "Succeeded");
        runs("web", "1.0");
        KeptnTask done = onlyTask("Succeeded", "");
        assertThat(server.asked()).hasSizeGreaterThan(1).extracting(Came::key).as("nobody knows what became of the first, so it is the same call again").containsOnly(key(done, 1));
    }

    @Test
    void anAssertionThatDoesNotHoldFailsTheFlowWithWhatWasFound() {
        server.behave(Behaviour.json(200, "{\"state\":\"red\"}"));
        apply(ask("assertions: [{path: $.state, value: green}]"));
        deploy("1.0");

        workload("web-web", "1.0", "Failed");

        assertThat(onlyTask("Failed", "AssertionFailed").getStatus().message).isEqualTo("GET was answered 200: expected $['state'] == green, found red");
        held("web", "1.0");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void aServerInTroubleIsAskedAgainWithANewKeyEachTimeThatItHasAnswered() {
        server.behaveBy(came -> server.asked().size() < 3 ? Behaviour.status(503) : Behaviour.status(200));
        apply(ask(""));
        deploy("1.0");

        KeptnTask done = onlyTask("Succeeded", "");

        assertThat(server.asked()).extracting(Came::key).containsExactly(key(done, 1), key(done, 2), key(done, 3));
        assertThat(done.getStatus().call.attempt).isEqualTo(3);
        app("web", "Succeeded");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "500 | UnexpectedStatus | attempt 2 of 2: GET was answered 500, expected 200-299 | 2 | 2",
        "404 | UnexpectedStatus | GET was answered 404, expected 200-299 | 1 | 1",
        "302 | UnexpectedStatus | GET was answered 302, expected 200-299; redirects are not followed | 1 | 1",
        "hang | NoAnswer | attempt 2 of 2: the server did not answer within 300 ms | 2 | 1",
        "die | NoAnswer | attempt 2 of 2: the server cannot be reached, or ended the connection | 2 | 1"})
    void aServerThatDoesNotAnswerAsExpectedFailsTheTask(String behaviour, String reason, String message, int requests, int keys) {
        server.behave(switch (behaviour) {
            case "hang" -> Behaviour.hang();
            case "die" -> Behaviour.die();
            case "302" -> Behaviour.status(302, "Location", server.url() + "/elsewhere");
            default -> Behaviour.status(Integer.parseInt(behaviour));
        });
        apply(ask("retries: 1, requestTimeout: 300ms"));
        deploy("1.0");

        KeptnTask failed = onlyTask("Failed", reason);

        assertThat(failed.getStatus().message).startsWith(message);
        assertThat(server.asked()).hasSize(requests).allMatch(came -> came.uri().startsWith("/check/"));
        assertThat(server.effects()).as("one effect per idempotency key").hasSize(keys);
        workload("web-web", "1.0", "Failed");
        held("web", "1.0");
    }

    @Test
    void fiftyMegabytesAreNotRead() {
        server.behave(Behaviour.megabytes(50));
        apply(ask("assertions: [{path: \"$[0]\", operator: exists}]"));
        deploy("1.0");

        assertThat(onlyTask("Failed", "AnswerUnreadable").getStatus().message).contains("expected JSON of at most 262144 bytes", "found more");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void theDeadlineEndsEverything() {
        server.behave(Behaviour.hang());
        apply(ask("timeout: 2s, requestTimeout: 1h"));
        deploy("1.0");

        KeptnTask failed = onlyTask("Failed", "DeadlineExceeded");

        assertThat(failed.getStatus().message).startsWith("there was no verdict until ").contains("in attempt 1");
        assertThat(server.asked()).hasSize(1);
    }

    /** More hang than there are workers: a look at another task would never come if one of them waited in a thread. */
    @Test
    void serversThatHangKeepNobodyElseWaiting() {
        server.behaveBy(came -> came.uri().contains("web") ? Behaviour.status(200) : Behaviour.hang());
        apply(ask("requestTimeout: 1h, timeout: 1h"));
        IntStream.range(0, 12).forEach(i -> create("""
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnTask
                metadata: {name: hangs-%d}
                spec: {taskDefinition: ask}
                """.formatted(i)));
        eventually(() -> assertThat(server.asked()).hasSize(12));

        deploy("1.0");

        app("web", "Succeeded");
        assertThat(tasks()).filteredOn(t -> "Progressing".equals(t.getStatus().status)).hasSize(12);
    }

    @Test
    void aRestartSendsTheSameRequestAgainThoughTheDefinitionHasChanged() {
        server.behave(Behaviour.hang());
        apply(ask("method: POST, body: '\"first\"', requestTimeout: 1h, timeout: 1h"));
        deploy("1.0");
        eventually(() -> assertThat(server.asked()).hasSize(1));
        plane.stopRuntime();
        apply(ask("method: POST, body: '\"second\"', requestTimeout: 1h, timeout: 1h"));
        server.behave(Behaviour.status(200));
        plane.start(settings());

        KeptnTask done = onlyTask("Succeeded", "");

        assertThat(server.asked()).extracting(Came::body).containsExactly("\"first\"", "\"first\"");
        assertThat(server.effects()).containsExactly(key(done, 1));
        app("web", "Succeeded");
    }

    @Test
    void aVersionThatIsSupersededCallsNobodyAnyMore() {
        server.behaveBy(came -> came.uri().endsWith("=1.0") ? Behaviour.status(503) : Behaviour.status(200));
        apply(ask("retries: 100"));
        deploy("1.0");
        onlyTask("Progressing", "AttemptFailed");

        deploy("2.0");
        workload("web-web", "2.0", "Succeeded");
        eventually(() -> assertThat(taskStates()).containsExactly("ask 1.0 Deprecated", "ask 2.0 Succeeded"));
        long sent = toFirst();

        throughout(Duration.ofSeconds(1), () -> assertThat(toFirst()).isEqualTo(sent));
    }

    private long toFirst() {
        return server.asked().stream().filter(came -> came.uri().endsWith("=1.0")).count();
    }

    @Test
    void aPlaceholderThatStandsForNothingIsNamedAndTheTaskGoesOnWhenItIsCorrected() {
        apply(ask("headers: {X-Who: \"{{ .parameters.who }}\"}"));
        deploy("1.0");
        onlyTask("Pending", "HttpRequestInvalid");
        blocked("HttpRequestInvalid", "found {{ .parameters.who }}");
        assertThat(server.asked()).isEmpty();

        apply(ask("headers: {X-Who: \"{{ .parameters.who }}\"}, parameters: {map: {who: kim}}"));

        app("web", "Succeeded");
        assertThat(server.asked()).singleElement().satisfies(came -> assertThat(came.headers()).containsEntry("x-who", "kim"));
    }

    private void secret(Map<String, String> content) {
        Secret secret = new SecretBuilder().withNewMetadata().withName("server").withNamespace(namespace).endMetadata().withStringData(content).build();
        client.resource(secret).createOr(existing -> existing.update());
    }

    /** A right to this one Secret, and only to get it. */
    private void right() {
        apply(Manifests.readsSecret("server", "get"));
    }

    /** A server that repeats what it is told must not make a secret readable. */
    @Test
    void aTokenNeedsARightAndAKeyAndIsNowhereToBeRead() {
        try (LogCapture log = new LogCapture("dev.dromon", Level.DEBUG)) {
            server.behaveBy(came -> Behaviour.json(200, "{\"echo\":\"" + came.headers().get("authorization") + "\"}"));
            apply(ask("auth: {bearerSecret: {name: server}}, assertions: [{path: $.echo, value: nothing}]"));
            deploy("1.0");
            blocked("HttpSecretUnusable", "Secret server of namespace " + namespace + " cannot be read");
            right();
            blocked("HttpSecretUnusable", "Secret server does not exist in namespace " + namespace);
            secret(Map.of("other", TOKEN));
            blocked("HttpSecretUnusable", "Secret server of namespace " + namespace + " has no value for key token");
            assertThat(server.asked()).isEmpty();

            secret(Map.of("token", TOKEN + "\n"));

            KeptnTask failed = onlyTask("Failed", "AssertionFailed");
            assertThat(failed.getStatus().message).endsWith("expected $['echo'] == nothing, found Bearer ***");
            assertThat(server.asked()).singleElement().satisfies(came -> assertThat(came.headers()).containsEntry("authorization", "Bearer " + TOKEN));
            workload("web-web", "1.0", "Failed");
            Stream<HasMetadata> objects = Stream.of(client.v1().events(), client.resources(KeptnTask.class))
                    .flatMap(kind -> kind.inNamespace(namespace).list().getItems().stream().map(HasMetadata.class::cast));
            assertThat(objects.map(client.getKubernetesSerialization()::asYaml).toList()).hasSizeGreaterThan(3).noneMatch(text -> text.contains(TOKEN));
            for (Level level : List.of(Level.ERROR, Level.WARN, Level.INFO, Level.DEBUG)) {
                assertThat(log.at(level)).noneMatch(line -> line.text().contains(TOKEN));
            }
        }
    }

    @Test
    void localAddressesAreNotCalledUnlessAnOperatorSaysSo() {
        plane.start();
        apply(ask("retries: 0"));
        deploy("1.0");

        assertThat(onlyTask("Failed", "NoAnswer").getStatus().message).contains("127.0.0.1, a loopback address", "dromon.task.http.allow-local-addresses");
        assertThat(server.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "http: {method: GET} | spec.http.url",
        "http: {url: \"ftp://example.org\"} | http.url must be an address",
        "http: {url: \"http://{{ .appName }}.example.org/\"} | http.url must be an address",
        "http: {url: \"http://user:pass@example.org\"} | http.url must not contain @ or #",
        "http: {url: \"http://example.org\", method: TRACE} | spec.http.method",
        "http: {url: \"http://example.org\", body: x} | a GET or HEAD request has no http.body",
        "http: {url: \"http://example.org\", headers: {Idempotency-Key: x}} | http.headers must have none of Host",
        "http: {url: \"http://example.org\", headers: {\"a b\": x}} | names in http.headers have",
        "http: {url: \"http://example.org\", auth: {}} | http.auth needs exactly one",
        "http: {url: \"http://example.org\", auth: {basicSecret: {name: a}, headersSecret: {name: b}}} | http.auth needs exactly one",
        "http: {url: \"http://example.org\", caSecret: {name: a}} | http.caSecret needs an http.url that starts with https",
        "http: {url: \"http://example.org\", expectedStatus: [\"2xx\"]} | spec.http.expectedStatus",
        "http: {url: \"http://example.org\", expectedStatus: [\"299-200\"]} | goes from the lower to the higher code",
        "http: {url: \"http://example.org\", assertions: [{path: $.a}]} | an assertion needs a value",
        "http: {url: \"http://example.org\", assertions: [{path: $.a, operator: exists, value: x}]} | an assertion needs a value",
        "http: {url: \"http://example.org\", assertions: [{path: a, value: x}]} | spec.http.assertions",
        "http: {url: \"http://example.org\", method: HEAD, assertions: [{path: $.a, value: x}]} | the answer to a HEAD request has no JSON",
        "http: {url: \"http://example.org\", timeout: 500ms} | http.timeout must be between 1s and 24h",
        "http: {url: \"http://example.org\", requestTimeout: soon} | http.requestTimeout must be a number with a unit",
        "http: {url: \"http://example.org\", backoff: 1ms} | http.backoff must be between 10ms and 1h",
        "http: {url: \"http://example.org\", retries: 101} | spec.http.retries",
        "http: {url: \"http://example.org\"}, container: {name: a, image: b} | spec takes only one of container, deno, python, callback, http and camel"})
    void whatIsNoRequestIsRefused(String spec, String sentence) {
        String definition = "apiVersion: lifecycle.keptn.sh/v1\nkind: KeptnTaskDefinition\nmetadata: {name: wrong}\nspec: {" + spec + "}\n";

        assertThat(plane.kubectlRefused(definition, "apply", "-n", namespace, "-f", "-")).contains(sentence);
    }
}
