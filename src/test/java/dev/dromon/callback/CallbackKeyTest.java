package dev.dromon.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.PatientMockClient;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true, kubernetesClientBuilderCustomizer = PatientMockClient.class)
class CallbackKeyTest {

    private static final String PATH = "/api/v1/namespaces/own/secrets";

    KubernetesClient client;
    KubernetesMockServer server;
    private CallbackKey key;

    @BeforeEach
    void start() {
        key = new CallbackKey(new ClusterWriter(client, null), "own");
    }

    private Secret secret() {
        return client.secrets().inNamespace("own").withName("dromon-callbacks").get();
    }

    @Test
    void itIsMadeWhenItIsMissingAndReadFromThenOn() throws CallbackKey.NoKey {
        assertThat(secret()).isNull();

        byte[] made = key.read();

        assertThat(made).hasSize(32).isNotEqualTo(new byte[32]);
        assertThat(Base64.getDecoder().decode(secret().getData().get("key"))).isEqualTo(made);
        assertThat(key.read()).isEqualTo(made);
        assertThat(new CallbackKey(new ClusterWriter(client, null), "own").read()).isEqualTo(made);
    }

    @Test
    void twoAreNeverTheSame() throws CallbackKey.NoKey {
        byte[] made = key.read();
        client.resource(secret()).delete();

        assertThat(key.read()).isNotEqualTo(made);
    }

    @Test
    void oneThatSomebodyElseMadeFirstCounts() throws CallbackKey.NoKey {
        byte[] theirs = "x".repeat(40).getBytes();
        Secret first = new SecretBuilder().withNewMetadata().withName("dromon-callbacks").withNamespace("own").endMetadata()
                .addToData("key", Base64.getEncoder().encodeToString(theirs)).build();
        server.expect().get().withPath(PATH + "/dromon-callbacks").andReturn(404, new StatusBuilder().withCode(404).build()).once();
        client.resource(first).create();

        assertThat(key.read()).isEqualTo(theirs);
    }

    @Test
    void oneThatIsTooShortIsNamedAndNotShown() {
        client.resource(new SecretBuilder().withNewMetadata().withName("dromon-callbacks").withNamespace("own").endMetadata().addToData("key", "aGlkZGVu").build()).create();

        assertThatThrownBy(key::read).isInstanceOf(CallbackKey.NoKey.class)
                .hasMessage("expected at least 32 bytes in key of Secret dromon-callbacks in namespace own, found 6; delete the Secret, and Dromon makes a new one");
    }

    @Test
    void rightsThatAreMissingAreNamed() {
        server.expect().get().withPath(PATH + "/dromon-callbacks").andReturn(403, new StatusBuilder().withCode(403).withMessage("secrets is forbidden").build()).once();

        assertThatThrownBy(key::read).isInstanceOf(CallbackKey.NoKey.class).hasMessageContaining("secrets is forbidden")
                .satisfies(e -> assertThat(((CallbackKey.NoKey) e).blocker().reason()).isEqualTo("CallbackUnavailable"));
    }

    @Test
    void whatIsNoRefusalIsThrownAsItIs() {
        server.expect().get().withPath(PATH + "/dromon-callbacks").andReturn(405, new StatusBuilder().withCode(405).build()).once();

        assertThatThrownBy(key::read).isInstanceOf(KubernetesClientException.class);
    }
}
