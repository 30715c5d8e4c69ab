package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.EventSink;
import dev.dromon.kube.LogCapture;
import dev.dromon.sink.Delivered;
import dev.dromon.sink.GuardedBroker;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Brokers that let in only whom they know. */
class KafkaSinkSecretsTest extends FlowTest {

    private static final String SECRET = "kafka-sink-secret";
    private static GuardedBroker guarded;

    @BeforeAll
    static void startBroker() {
        guarded = new GuardedBroker();
    }

    @AfterAll
    static void stopBroker() {
        guarded.close();
    }

    @AfterEach
    void hangUp() {
        client.resources(EventSink.class).delete();
        eventually(() -> assertThat(client.resources(EventSink.class).list().getItems()).isEmpty());
        client.secrets().inNamespace(ControlPlane.SYSTEM).withName(SECRET).delete();
    }

    private void secret(Map<String, String> wrong) {
        Map<String, String> content = new LinkedHashMap<>(Map.of("ca.crt", GuardedBroker.SERVER.certificate(), "tls.crt", GuardedBroker.CLIENT.certificate(), "tls.key", GuardedBroker.CLIENT.key(),
                "username", GuardedBroker.USER, "password", GuardedBroker.PASSWORD));
        content.putAll(wrong);
        content.replaceAll((key, value) -> Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
        client.resource(new SecretBuilder().withNewMetadata().withName(SECRET).withNamespace(ControlPlane.SYSTEM).endMetadata().withData(content).build()).createOr(existing -> existing.update());
    }

    private EventSink sink() {
        EventSink sink = client.resources(EventSink.class).withName("guarded").get();
        assertThat(sink.getStatus()).isNotNull();
        assertThat(sink.getStatus().conditions).hasSize(1);
        return sink;
    }

    static Stream<Arguments> faults() {
        String login = "sasl: {mechanism: %s, secret: {name: " + SECRET + "}}";
        String certificate = "clientCertificateSecret: {name: " + SECRET + "}";
        return Stream.of(Arguments.of(GuardedBroker.LOGIN, login.formatted("PLAIN"), Map.of("password", "hidden-guess"), "do not let Dromon in with the name and password of Secret " + SECRET),
                Arguments.of(GuardedBroker.LOGIN, login.formatted("SCRAM-SHA-512"), Map.of("password", "hidden-guess"), "do not let Dromon in with the name and password of Secret " + SECRET),
                Arguments.of(GuardedBroker.TLS, "mode: binary", Map.of("ca.crt", GuardedBroker.OTHER_HOST.certificate()), "of no authority that is trusted"),
                Arguments.of(GuardedBroker.MUTUAL, certificate, Map.of("tls.crt", GuardedBroker.OTHER_HOST.certificate(), "tls.key", GuardedBroker.OTHER_HOST.key()),
                        "do not accept the certificate of Secret " + SECRET));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whoIsNotLetInSaysSoAndDeliversAllWhenTheSecretIsMended(String listener, String security, Map<String, String> wrong, String sentence) {
        String topic = namespace;
        guarded.broker().topic(topic, 3);
        secret(wrong);
        try (LogCapture log = new LogCapture("dev.dromon", Level.DEBUG)) {
            apply("""
                    ---
                    apiVersion: dromon.dev/v1alpha1
                    kind: EventSink
                    metadata: {name: guarded}
                    spec:
                      kafka: {bootstrapServers: ["%s"], topic: %s, tls: true, caSecret: {name: %s}, %s}
                      filter: {namespaces: [%s]}
                      retry: {minBackoff: 50ms, maxBackoff: 200ms}
                    """.formatted(guarded.broker().address(listener), topic, SECRET, security, namespace));
            apply(Manifests.deployment("web", "1.0"));
            app("web", "Succeeded");
            workload("web-web", "1.0", "Succeeded");
            eventually(() -> assertThat(sink().getStatus().conditions).singleElement().satisfies(c -> {
                assertThat(c.getStatus()).isEqualTo("False");
                assertThat(c.getMessage()).contains(sentence);
            }));
            assertThat(sink().getStatus().lastError).contains(sentence);
            assertThat(guarded.broker().records(topic)).isEmpty();

            secret(Map.of());

            eventually(() -> new Delivered(client, namespace).complete(guarded.broker(), topic));
            eventually(() -> assertThat(sink().getStatus().conditions).singleElement().satisfies(c -> assertThat(c.getStatus()).isEqualTo("True")));
            assertThat(client.getKubernetesSerialization().asYaml(sink().getStatus())).doesNotContain("hidden-", "PRIVATE KEY");
            assertThat(log.at(Level.DEBUG)).extracting(LogCapture.Line::text).noneMatch(line -> line.contains("hidden-") || line.contains("PRIVATE KEY"));
        }
    }
}
