package dev.dromon.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dromon.kube.PatientMockClient;
import dev.dromon.kube.SecretReader;
import dev.dromon.kube.SecretValue;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient(crud = true, kubernetesClientBuilderCustomizer = PatientMockClient.class)
class KafkaSettingsTest {

    KubernetesClient client;
    private SecretReader reader;

    @AfterEach
    void close() {
        reader.close();
    }

    private Map<String, Object> settings(boolean tls, Map<String, String> secret) throws SecretReader.UnusableSecret {
        Map<String, String> data = new LinkedHashMap<>();
        secret.forEach((key, value) -> data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        client.resource(new SecretBuilder().withNewMetadata().withName("s").withNamespace("system").endMetadata().withData(data).build()).create();
        reader = SecretReader.all(client, "system");
        await().ignoreExceptions().until(() -> reader.data("s") != null);
        Optional<SecretValue> authorities = tls ? Optional.of(new SecretValue("s", "ca.crt")) : Optional.empty();
        return KafkaSettings.producer("sink", new KafkaTerms(List.of("localhost:1"), "topic", CloudEventEncoder.Mode.BINARY, Duration.ofSeconds(1), tls, authorities,
                tls ? Optional.of("s") : Optional.empty(), tls ? Optional.empty() : Optional.of(new KafkaTerms.Login("SCRAM-SHA-512", "s"))), reader);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "with \"quotes\"", "back\\slash", "a\" password=\"b\"; org.example.Evil required x=\"", "umläut ✓", "\\\""})
    void aNameAndAPasswordAreWhatTheyAreWhateverIsInThem(String text) throws SecretReader.UnusableSecret {
        Map<String, Object> settings = settings(false, Map.of("username", text + "\n", "password", text));

        Map<String, ?> options = JaasContext.loadClientContext(Map.of("sasl.mechanism", "SCRAM-SHA-512", "sasl.jaas.config", new Password((String) settings.get("sasl.jaas.config"))))
                .configurationEntries().get(0).getOptions();
        assertThat(options).isEqualTo(Map.of("username", text, "password", text));
        assertThat(settings).containsEntry("security.protocol", "SASL_PLAINTEXT").containsEntry("acks", "all").containsEntry("enable.idempotence", true);
    }

    @Test
    void aLineBreakInAPasswordIsNamedAndNotTold() {
        assertThatThrownBy(() -> settings(false, Map.of("username", "me", "password", "hid\nden")))
                .hasMessage("the value of key password of Secret s is empty or has line breaks or control characters; correct it");
    }

    @Test
    void certificatesAreTakenAsTheyAreInTheSecret() throws SecretReader.UnusableSecret {
        Certificates certificates = Certificates.of("dns:broker");
        Map<String, Object> settings = settings(true, Map.of("ca.crt", certificates.certificate(), "tls.crt", certificates.certificate(), "tls.key", certificates.key()));

        assertThat(settings).containsEntry("security.protocol", "SSL").containsEntry("ssl.truststore.certificates", certificates.certificate());
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(settings)) {
            assertThat(producer.metrics()).as("a producer that could read them").isNotEmpty();
            producer.close(Duration.ZERO);
        }
    }
}
