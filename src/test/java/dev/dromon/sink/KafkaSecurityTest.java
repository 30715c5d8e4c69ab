package dev.dromon.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.EventSink;
import dev.dromon.api.HttpSinkSpec;
import dev.dromon.api.KafkaSaslSpec;
import dev.dromon.api.KafkaSinkSpec;
import dev.dromon.api.SecretKeyReference;
import dev.dromon.api.SecretReference;
import dev.dromon.kube.LogCapture;
import dev.dromon.kube.PatientMockClient;
import dev.dromon.kube.SecretReader;
import dev.dromon.kube.SecretValue;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
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

/** A real broker that lets in only whom it knows, and Secrets that say who Dromon is: each fault has its sentence, and ends when the Secret is mended. */
@EnableKubernetesMockClient(crud = true, kubernetesClientBuilderCustomizer = PatientMockClient.class)
class KafkaSecurityTest {

    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static final String SECRET = "brokers";
    private static final Map<String, String> GOOD = Map.of("ca.crt", GuardedBroker.SERVER.certificate(), "tls.crt", GuardedBroker.CLIENT.certificate(), "tls.key", GuardedBroker.CLIENT.key(), "username",
            GuardedBroker.USER, "password", GuardedBroker.PASSWORD);
    private static GuardedBroker guarded;

    KubernetesClient client;
    private SecretReader reader;
    private LogCapture log;
    private String topic;

    @BeforeAll
    static void start() {
        guarded = new GuardedBroker();
    }

    @AfterAll
    static void stop() {
        guarded.close();
    }

    @BeforeEach
    void prepare() {
        topic = "guarded-" + TOPICS.incrementAndGet();
        guarded.broker().topic(topic, 1);
        reader = SecretReader.all(client, "system");
        log = new LogCapture("org.apache.kafka", Level.INFO);
    }

    @AfterEach
    void nothingIsToldOfWhatIsSecret() {
        reader.close();
        List<String> lines = Stream.concat(log.at(Level.INFO).stream(), log.worseThanInfo().stream()).map(line -> line.text() + line.thrown()).toList();
        log.close();
        assertThat(lines).isNotEmpty().noneMatch(KafkaSecurityTest::telling);
    }

    private static boolean telling(String text) {
        return text.contains("hidden-") || text.contains(GuardedBroker.CLIENT.key().lines().skip(1).findFirst().orElseThrow());
    }

    private void secret(Map<String, String> content) {
        Map<String, String> data = new LinkedHashMap<>();
        content.forEach((key, value) -> data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        client.resource(new SecretBuilder().withNewMetadata().withName(SECRET).withNamespace("system").endMetadata().withData(data).build()).createOr(existing -> existing.update());
        await().ignoreExceptions().until(() -> new String(reader.value(new SecretValue(SECRET, content.keySet().iterator().next())), StandardCharsets.UTF_8)
                .equals(content.values().iterator().next()) && reader.data(SECRET).keySet().equals(content.keySet()));
    }

    private static Map<String, String> good(String key, String value) {
        // The one that changes comes first: by it the cache is known to be there.
        Map<String, String> content = new LinkedHashMap<>(Map.of(key, value));
        GOOD.forEach(content::putIfAbsent);
        return content;
    }

    private KafkaSender sender(String listener, Optional<String> certificate, Optional<String> mechanism) {
        return new KafkaSender("sink", new KafkaTerms(List.of(guarded.broker().address(listener)), topic, CloudEventEncoder.Mode.BINARY, Duration.ofSeconds(20), true,
                Optional.of(new SecretValue(SECRET, "ca.crt")), certificate, mechanism.map(m -> new KafkaTerms.Login(m, SECRET))), reader);
    }

    private static CloudEvent event() {
        return CloudEventBuilder.v1().withId("1").withType("dev.dromon.app.completed.v1").withSource(URI.create("/cluster")).withTime(OffsetDateTime.parse("2026-01-02T03:04:05Z"))
                .withExtension("partitionkey", "shop/cart").withData("application/json", "{}".getBytes(StandardCharsets.UTF_8)).build();
    }

    private void taken(KafkaSender sender) throws InterruptedException {
        assertThat(sender.post(event())).isEqualTo(new Answer(Answer.Verdict.TAKEN, "", Optional.empty()));
        assertThat(guarded.broker().records(topic)).singleElement().satisfies(record -> assertThat(Broker.event(record).getId()).isEqualTo("1"));
    }

    /** The same sender, before and after the Secret is mended. */
    private void refusedUntilMended(KafkaSender sender, String sentence) throws InterruptedException {
        try (sender) {
            for (int i = 0; i < 2; i++) {
                Answer answer = sender.post(event());
                assertThat(answer.verdict()).isEqualTo(Answer.Verdict.RETRY);
                assertThat(answer.problem()).isEqualTo(sentence);
            }
            assertThat(guarded.broker().records(topic)).isEmpty();

            secret(good("mended", "yes"));

            taken(sender);
        }
    }

    @Test
    void anAuthorityOfASecretVouchesForTheBrokers() throws InterruptedException {
        secret(GOOD);
        try (KafkaSender sender = sender(GuardedBroker.TLS, Optional.empty(), Optional.empty())) {
            taken(sender);
        }
    }

    @Test
    void aCertificateOfASecretLetsIn() throws InterruptedException {
        secret(GOOD);
        try (KafkaSender sender = sender(GuardedBroker.MUTUAL, Optional.of(SECRET), Optional.empty())) {
            taken(sender);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"})
    void aNameAndAPasswordOfASecretLetIn(String mechanism) throws InterruptedException {
        secret(GOOD);
        try (KafkaSender sender = sender(GuardedBroker.LOGIN, Optional.empty(), Optional.of(mechanism))) {
            taken(sender);
        }
    }

    @ParameterizedTest
    @CsvSource({"PLAIN, password", "SCRAM-SHA-256, password", "SCRAM-SHA-512, password", "SCRAM-SHA-512, username"})
    void aWrongNameOrPasswordIsNamedWithoutIt(String mechanism, String wrong) throws InterruptedException {
        secret(good(wrong, "hidden-guess"));
        refusedUntilMended(sender(GuardedBroker.LOGIN, Optional.empty(), Optional.of(mechanism)),
                "the brokers do not let Dromon in with the name and password of Secret brokers, by " + mechanism + "; correct them, or spec.kafka.sasl.mechanism");
    }

    @Test
    void aBrokerThatNobodyVouchesForGetsNothing() throws InterruptedException {
        secret(good("ca.crt", GuardedBroker.OTHER_HOST.certificate()));
        refusedUntilMended(sender(GuardedBroker.TLS, Optional.empty(), Optional.empty()),
                "the certificate of a broker is of no authority that is trusted; put the certificate of its authority into the Secret of spec.kafka.caSecret");
    }

    @Test
    void anUnknownCertificateIsNotLetIn() throws InterruptedException {
        Map<String, String> unknown = new HashMap<>(GOOD);
        unknown.putAll(Map.of("tls.crt", GuardedBroker.OTHER_HOST.certificate(), "tls.key", GuardedBroker.OTHER_HOST.key()));
        secret(unknown);
        refusedUntilMended(sender(GuardedBroker.MUTUAL, Optional.of(SECRET), Optional.empty()),
                "the brokers do not accept the certificate of Secret brokers; put one there that they know");
    }

    @Test
    void whoShowsNoCertificateWhereOneIsWantedIsToldSo() throws InterruptedException {
        secret(GOOD);
        try (KafkaSender sender = sender(GuardedBroker.MUTUAL, Optional.empty(), Optional.empty())) {
            assertThat(sender.post(event())).isEqualTo(Answer.retry("the brokers want a certificate; name a Secret with one in spec.kafka.clientCertificateSecret"));
        }
        assertThat(guarded.broker().records(topic)).isEmpty();
    }

    @Test
    void aCertificateForAnotherHostIsNotAccepted() throws InterruptedException {
        secret(good("ca.crt", GuardedBroker.OTHER_HOST.certificate()));
        try (KafkaSender sender = sender(GuardedBroker.ELSEWHERE, Optional.empty(), Optional.empty())) {
            assertThat(sender.post(event())).isEqualTo(Answer.retry(
                    "the certificate of a broker is not for the host that was called; use the host of its certificate in spec.kafka.bootstrapServers and in what the brokers advertise"));
        }
        assertThat(guarded.broker().records(topic)).isEmpty();
    }

    private EventSink flows() {
        EventSink flows = FeedTest.sink("flows");
        flows.getSpec().kafka = new KafkaSinkSpec();
        flows.getSpec().kafka.bootstrapServers = List.of(guarded.broker().address(GuardedBroker.LOGIN));
        flows.getSpec().kafka.topic = topic;
        flows.getSpec().kafka.tls = true;
        flows.getSpec().kafka.caSecret = new SecretKeyReference();
        flows.getSpec().kafka.caSecret.name = SECRET;
        flows.getSpec().kafka.sasl = new KafkaSaslSpec();
        flows.getSpec().kafka.sasl.mechanism = "SCRAM-SHA-512";
        flows.getSpec().kafka.sasl.secret = new SecretReference();
        flows.getSpec().kafka.sasl.secret.name = SECRET;
        return flows;
    }

    @Test
    void aTopicIsReadWithTheSameSecretsAndFromWhenTheyAreMended() throws Exception {
        secret(good("password", "hidden-guess"));
        EventSink audit = FeedTest.sink("audit");
        audit.getSpec().via = "flows";
        audit.getSpec().http = new HttpSinkSpec();
        audit.getSpec().http.allowLocalAddresses = true;
        try (Receiver receiver = new Receiver(); FeedReplica replica = new FeedReplica(client)) {
            audit.getSpec().http.url = receiver.url();
            replica.apply(flows());
            replica.apply(audit);
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(replica.overview("audit").unread()).hasValueSatisfying(unread -> assertThat(unread.problem())
                    .isEqualTo("the topic of EventSink flows cannot be read: the brokers do not let Dromon in with the name and password of Secret brokers, by SCRAM-SHA-512; correct them, or spec.kafka.sasl.mechanism")));

            secret(GOOD);
            try (KafkaSender sender = sender(GuardedBroker.TLS, Optional.empty(), Optional.empty())) {
                assertThat(sender.await(sender.send(KafkaSenderTest.parcel("cart", 1, "1.0"))).verdict()).isEqualTo(Answer.Verdict.TAKEN);
            }

            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(receiver.taken()).extracting(c -> c.event().getId()).containsExactly("cart-1"));
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(replica.overview("audit").unread()).isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca.crt", "tls.crt", "tls.key"})
    void whatIsNoCertificateOrKeyIsNamed(String key) throws InterruptedException {
        secret(good(key, "hidden-nonsense"));
        refusedUntilMended(sender(GuardedBroker.MUTUAL, Optional.of(SECRET), Optional.empty()), key.equals("ca.crt")
                ? "expected certificates (PEM) in key ca.crt of Secret brokers, found something else; correct it"
                : "expected a certificate and its key (PEM, not encrypted) in keys tls.crt and tls.key of Secret brokers, found something else; correct them");
    }
}
