package dev.dromon.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.CallStatus;
import dev.dromon.api.HttpAssertion;
import dev.dromon.api.HttpTaskAuth;
import dev.dromon.api.HttpTaskSpec;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskSpec;
import dev.dromon.api.SecretKeyReference;
import dev.dromon.api.SecretReference;
import dev.dromon.call.Endpoint.Behaviour;
import dev.dromon.gather.CallGather.CallRun;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.PatientMockClient;
import dev.dromon.sink.Certificates;
import dev.dromon.sink.HttpCalls;
import dev.dromon.task.Call;
import dev.dromon.task.CallOutcome;
import dev.dromon.task.CallOutcome.Kind;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real server. */
@EnableKubernetesMockClient(crud = true, kubernetesClientBuilderCustomizer = PatientMockClient.class)
class HttpCallerTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    KubernetesClient client;
    KubernetesMockServer server;
    private final HttpCalls calls = new HttpCalls(true, InstantSource.system());
    private final HttpTaskSpec spec = new HttpTaskSpec();
    private HttpCaller caller;
    private Endpoint endpoint;

    @BeforeEach
    void start() {
        caller = new HttpCaller(calls, new ClusterWriter(client, null), () -> 0);
        endpoint = new Endpoint();
        spec.url = endpoint.url() + "/check";
    }

    @AfterEach
    void stop() {
        calls.close();
        endpoint.close();
    }

    private CallRun run(Duration left) {
        KeptnTask task = new KeptnTask();
        task.setMetadata(new ObjectMetaBuilder().withName("ask").withNamespace("shop").withUid("uid").build());
        task.setSpec(new KeptnTaskSpec());
        task.getSpec().taskDefinition = "ask";
        CallStatus wanted = new CallStatus();
        wanted.http = spec;
        return new CallRun(task, wanted, new Call("uid", 3, 2, NOW.plus(left), Optional.empty()), NOW);
    }

    private CallOutcome outcome() throws Exception {
        return caller.begin(run(Duration.ofMinutes(5))).outcome().get(1, TimeUnit.MINUTES);
    }

    private void secret(Map<String, String> content) {
        Map<String, String> data = new LinkedHashMap<>();
        content.forEach((key, value) -> data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        client.resource(new SecretBuilder().withNewMetadata().withName("it").withNamespace("shop").endMetadata().withData(data).build()).create();
    }

    private void auth(String kind) {
        spec.auth = new HttpTaskAuth();
        switch (kind) {
            case "bearer" -> spec.auth.bearerSecret = key(null);
            case "basic" -> spec.auth.basicSecret = reference();
            default -> spec.auth.headersSecret = reference();
        }
    }

    private static SecretKeyReference key(String key) {
        SecretKeyReference reference = new SecretKeyReference();
        reference.name = "it";
        reference.key = key;
        return reference;
    }

    private static SecretReference reference() {
        SecretReference reference = new SecretReference();
        reference.name = "it";
        return reference;
    }

    @Test
    void theRequestCarriesTheKeyOfTheCall() throws Exception {
        assertThat(outcome().kind()).isEqualTo(Kind.SUCCEEDED);

        assertThat(endpoint.asked()).singleElement().satisfies(came -> {
            assertThat(came.method() + " " + came.uri() + " " + came.body()).isEqualTo("GET /check ");
            assertThat(came.key()).isEqualTo("uid-2");
            assertThat(came.headers()).doesNotContainKeys("content-type", "content-length", "authorization");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "bearer | token | hidden-1 | authorization | Bearer hidden-1",
        "headers | X-Key | hidden-1 | x-key | hidden-1"})
    void credentialsAreSent(String kind, String key, String value, String header, String expected) throws Exception {
        secret(Map.of(key, value + "\n"));
        auth(kind);

        outcome();

        assertThat(endpoint.asked().get(0).headers()).containsEntry(header, expected);
    }

    @Test
    void userAndPasswordAreSentAndNeitherComesBack() throws Exception {
        secret(Map.of("username", "kim", "password", "hidden-päss"));
        auth("basic");
        String pair = Base64.getEncoder().encodeToString("kim:hidden-päss".getBytes(StandardCharsets.UTF_8));
        endpoint.behaveBy(came -> Behaviour.json(200, "{\"echo\": \"" + came.headers().get("authorization") + " hidden-päss\"}"));
        HttpAssertion assertion = new HttpAssertion();
        assertion.path = "$.echo";
        assertion.value = "x";
        spec.assertions.add(assertion);

        CallOutcome outcome = outcome();

        assertThat(endpoint.asked().get(0).headers()).containsEntry("authorization", "Basic " + pair);
        assertThat(outcome.detail().message()).endsWith("found Basic *** ***");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "bearer | other | x | Secret it of namespace shop has no value for key token",
        "bearer | token | 'a b\nc' | the value of key token of Secret it is empty or has line breaks",
        "basic | password | x | Secret it of namespace shop has no value for key username",
        "headers | Idempotency-Key | x | key Idempotency-Key of Secret it is a header that Dromon itself sends",
        "headers | Host | x | key Host of Secret it is no header that may be added"})
    void aSecretThatCannotBeUsedIsNamed(String kind, String key, String value, String sentence) {
        secret(Map.of(key, value));
        auth(kind);

        assertThatThrownBy(this::outcome).isInstanceOfSatisfying(CannotCall.class, e -> {
            assertThat(e.blocker().reason()).isEqualTo("HttpSecretUnusable");
            assertThat(e.blocker().message()).startsWith("KeptnTaskDefinition ask: ").contains(sentence);
            assertThat(e.again()).isPresent();
        });
        assertThat(endpoint.asked()).isEmpty();
    }

    @Test
    void aRightThatIsMissingIsNamedAndAnApiServerInTroubleIsNot() {
        auth("bearer");
        String path = "/api/v1/namespaces/shop/secrets/it";
        server.expect().get().withPath(path).andReturn(403, new StatusBuilder().withCode(403).withMessage("no").build()).once();
        server.expect().get().withPath(path).andReturn(500, new StatusBuilder().withCode(500).withMessage("trouble").build()).always();

        assertThatThrownBy(this::outcome).isInstanceOf(CannotCall.class).hasMessageContaining("Secret it of namespace shop cannot be read (no); let Dromon's ServiceAccount get it");
        assertThatThrownBy(this::outcome).isNotInstanceOf(CannotCall.class).hasMessageContaining("trouble");
    }

    @Test
    void aServerWithACertificateOfItsOwnIsBelievedOnlyWithIt() throws Exception {
        Certificates own = Certificates.of("ip:127.0.0.1");
        HttpServerOptions tls = new HttpServerOptions().setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions().addCertValue(Buffer.buffer(own.certificate())).addKeyValue(Buffer.buffer(own.key())));
        try (Endpoint secure = new Endpoint(tls)) {
            spec.url = "https://127.0.0.1:" + secure.port();

            assertThat(outcome().detail().reason()).isEqualTo("NoAnswer");
            secret(Map.of("ca.crt", own.certificate()));
            spec.caSecret = key(null);
            assertThat(outcome().kind()).isEqualTo(Kind.SUCCEEDED);

            assertThat(secure.asked()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "hang | NoAnswer | the server did not answer within 300 ms | false",
        "die | NoAnswer | the server cannot be reached, or ended the connection: | false",
        "nobody | NoAnswer | the server cannot be reached, or ended the connection: | false",
        "503 | UnexpectedStatus | GET was answered 503 | true"})
    void whatMayBeRepeated(String behaviour, String reason, String message, boolean ended) throws Exception {
        endpoint.behave(switch (behaviour) {
            case "hang" -> Behaviour.hang();
            case "die" -> Behaviour.die();
            default -> Behaviour.status(503);
        });
        spec.requestTimeout = "300ms";
        if (behaviour.equals("nobody")) {
            spec.url = "http://127.0.0.1:1/";
        }

        CallOutcome outcome = outcome();

        assertThat(outcome.kind()).isEqualTo(Kind.REPEAT);
        assertThat(outcome.detail().reason()).isEqualTo(reason);
        assertThat(outcome.detail().message()).startsWith(message);
        assertThat(outcome.repeat().get().ended()).isEqualTo(ended);
    }

    @Test
    void aLongAnswerIsJudgedByItsStatusAndNotReadToItsEnd() throws Exception {
        AtomicBoolean cut = new AtomicBoolean();
        endpoint.behave(request -> {
            request.connection().closeHandler(closed -> cut.set(!request.response().ended()));
            Behaviour.megabytes(50).answer(request);
        });

        assertThat(outcome().kind()).isEqualTo(Kind.SUCCEEDED);

        await().untilTrue(cut);
    }

    @Test
    void theLastAttemptHasOnlyTheTimeThatIsLeft() throws Exception {
        endpoint.behave(Behaviour.hang());
        spec.requestTimeout = "1h";

        CallOutcome outcome = caller.begin(run(Duration.ofMillis(200))).outcome().get(1, TimeUnit.MINUTES);

        assertThat(outcome.detail().message()).isEqualTo("the server did not answer within 200 ms");
    }

    /** All are begun by one thread, which nothing keeps; what is left ends its connection. */
    @Test
    void nobodyWaitsForServersThatHang() {
        AtomicBoolean ended = new AtomicBoolean();
        endpoint.behave(request -> request.connection().closeHandler(closed -> ended.set(true)));
        spec.requestTimeout = "1h";

        List<Calls.Begun> begun = IntStream.range(0, 50).mapToObj(i -> {
            try {
                return caller.begin(run(Duration.ofHours(1)));
            } catch (CannotCall e) {
                throw new AssertionError(e);
            }
        }).toList();

        await().untilAsserted(() -> assertThat(endpoint.asked()).hasSize(50));
        assertThat(begun).noneMatch(b -> b.outcome().isDone());
        begun.get(0).leave().run();
        await().untilTrue(ended);
        assertThat(begun.stream().filter(b -> b.outcome().isDone())).hasSize(1);
    }

    @Test
    void whoIsClosedSendsNothing() throws Exception {
        calls.close();

        assertThat(outcome().detail().message()).isEqualTo("this process ends");
        assertThat(endpoint.asked()).isEmpty();
    }
}
