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
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnableKubernetesMockClient(crud = true, kubernetesClientBuilderCustomizer = PatientMockClient.class)
class HttpCredentialsTest {

    private static final String LONG = "0123456789abcdef01234567";

    KubernetesClient client;
    private SecretReader reader;

    @BeforeEach
    void open() {
        reader = SecretReader.all(client, "system");
    }

    @AfterEach
    void close() {
        reader.close();
    }

    private void secret(String namespace, String key, String value) {
        client.resource(new SecretBuilder().withNewMetadata().withName("s").withNamespace(namespace).endMetadata()
                .addToData(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))).build()).createOr(r -> r.update());
    }

    private HttpCredentials read(HttpSecrets wanted) throws SecretReader.UnusableSecret {
        await().ignoreExceptions().untilAsserted(() -> assertThat(problem(wanted)).doesNotContain("have not been read yet"));
        return HttpCredentials.read(wanted, reader);
    }

    private String problem(HttpSecrets wanted) {
        try {
            HttpCredentials.read(wanted, reader);
            return "";
        } catch (SecretReader.UnusableSecret e) {
            return e.getMessage();
        }
    }

    private static HttpSecrets headers() {
        return new HttpSecrets(Optional.of("s"), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static HttpSecrets signature() {
        return new HttpSecrets(Optional.empty(), Optional.of(new SecretValue("s", "secret")), Optional.empty(), Optional.empty());
    }

    @Test
    void keysAndValuesBecomeHeadersWithoutTheLineBreakOfAFile() throws SecretReader.UnusableSecret {
        secret("system", "Authorization", "Bearer abc\n");

        assertThat(read(headers()).headers()).isEqualTo(Map.of("Authorization", "Bearer abc"));
    }

    @Test
    void whatChangesIsReadAgain() throws SecretReader.UnusableSecret {
        secret("system", "X-Token", "old");
        assertThat(read(headers()).headers()).isEqualTo(Map.of("X-Token", "old"));
        secret("system", "X-Token", "new");

        await().untilAsserted(() -> assertThat(HttpCredentials.read(headers(), reader).headers()).isEqualTo(Map.of("X-Token", "new")));
    }

    @Test
    void aSecretOfAnotherNamespaceIsNone() {
        secret("other", "X-Token", "value");

        assertThatThrownBy(() -> read(headers())).hasMessage("Secret s does not exist in namespace system; create it");
    }

    @ParameterizedTest
    @CsvSource({"Host", "content-length", "Content-Type", "ce-id", "CE-type", "webhook-signature", "Transfer-Encoding", "Connection"})
    void whatMakesARequestIsNotReplaced(String name) {
        secret("system", name, "hidden");

        assertThatThrownBy(() -> read(headers())).hasMessage("key " + name + " of Secret s is no header that may be added to a request; take it away");
    }

    @ParameterizedTest
    @CsvSource({"'hidden\r\nX-Injected: 1'", "'hidden\nmore'", "''", "'hid\tden\u0000'"})
    void aValueThatIsNoneOfAHeaderIsNamedAndNotTold(String value) {
        secret("system", "X-Token", value);

        assertThatThrownBy(() -> read(headers())).hasMessage("the value of key X-Token of Secret s is empty or has line breaks or control characters; correct it");
    }

    @Test
    void eachLineIsAKeyToSignWith() throws SecretReader.UnusableSecret {
        secret("system", "secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n\n" + LONG + "\n");

        assertThat(read(signature()).keys()).hasSize(2).allMatch(key -> key.length == 24);
    }

    @ParameterizedTest
    @CsvSource({"short,'expected at least 24 bytes in each line of key secret of Secret s, found fewer; put a longer secret there'",
        "'  ','expected at least 24 bytes in each line of key secret of Secret s, found fewer; put a longer secret there'",
        "whsec_hidden!,'expected Base64 after whsec_ in key secret of Secret s, found something else; correct it'"})
    void aKeyThatCannotBeUsedIsNamedAndNotTold(String value, String problem) {
        secret("system", "secret", value);

        assertThatThrownBy(() -> read(signature())).hasMessage(problem);
    }

    @Test
    void aMissingKeyIsNamed() {
        secret("system", "other", LONG);

        assertThatThrownBy(() -> read(signature())).hasMessage("Secret s of namespace system has no value for key secret; add it");
    }

    @Test
    void nothingSecretIsPrinted() throws SecretReader.UnusableSecret {
        secret("system", "Authorization", "Bearer hidden");

        assertThat(read(headers()).toString()).contains("Authorization").doesNotContain("hidden");
    }
}
