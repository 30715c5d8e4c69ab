package dev.dromon.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromon.kube.SecretReader.UnusableSecret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One Secret, by its name. */
class SecretReaderTest {

    private static final Duration DEAF = Duration.ofSeconds(1);
    private static final SecretValue KEY = new SecretValue("s", "key");

    private final AtomicInteger changes = new AtomicInteger();
    private FaultyApi api;
    private KubernetesClient client;
    private KubeCaches caches;

    @BeforeEach
    void start() {
        api = new FaultyApi();
        client = api.client();
        caches = new KubeCaches(client, List.of(), Optional.empty(), 500);
    }

    @AfterEach
    void stop() {
        caches.close();
        client.close();
        api.close();
    }

    private SecretReader reader() {
        return SecretReader.one(caches, "ns", "s", new SecretReader.Terms(changes::incrementAndGet, DEAF));
    }

    private void secret(String name, String value) {
        api.admin().resource(new SecretBuilder().withNewMetadata().withNamespace("ns").withName(name).endMetadata()
                .addToData("key", Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))).build()).createOr(e -> e.update());
    }

    private static String read(SecretReader reader) {
        try {
            return String.join("|", reader.lines(KEY));
        } catch (UnusableSecret e) {
            return e.getMessage();
        }
    }

    private static void eventually(ThrowingRunnable assertions) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(assertions);
    }

    @Test
    void onlyThatSecretIsAskedForAndItsChangesCountAndAreTold() {
        secret("s", " one \n\ntwo\n");
        secret("other", "x");
        SecretReader reader = reader();

        eventually(() -> assertThat(read(reader)).isEqualTo("one|two"));
        int before = changes.get();
        secret("s", "three");
        eventually(() -> assertThat(read(reader)).isEqualTo("three"));
        assertThat(changes.get()).isGreaterThan(before);
        api.admin().secrets().inNamespace("ns").withName("s").delete();
        eventually(() -> assertThat(read(reader)).isEqualTo("Secret s does not exist in namespace ns; create it"));

        assertThat(reader.waiting()).isFalse();
        assertThat(api.requests()).isNotEmpty().allMatch(r -> r.startsWith("GET /api/v1/namespaces/ns/secrets?") && r.contains("fieldSelector=metadata.name%3Ds"));
    }

    @Test
    void aRightThatIsMissingIsNamedAndNoticedWhenItIsThere() {
        secret("s", "one");
        api.refuse(request -> true, 403);
        SecretReader reader = reader();

        eventually(() -> assertThat(read(reader)).startsWith("Secret s of namespace ns cannot be read")
                .endsWith("; let Dromon's ServiceAccount get, list and watch it by a Role and a RoleBinding"));
        assertThat(reader.waiting()).as("it is known that it may not be read").isFalse();
        api.heal();

        eventually(() -> assertThat(read(reader)).isEqualTo("one"));
    }

    @Test
    void aSecretThatIsNotWatchedAnyMoreDoesNotCount() {
        secret("s", "one");
        SecretReader reader = reader();
        eventually(() -> assertThat(read(reader)).isEqualTo("one"));

        api.refuse(request -> true, 403);
        api.cutWatches();

        eventually(() -> assertThat(read(reader)).startsWith("Secret s of namespace ns cannot be read"));
        assertThat(reader.waiting()).as("nobody can tell what it is now").isTrue();
        secret("s", "two");
        api.heal();
        eventually(() -> assertThat(read(reader)).isEqualTo("two"));
    }

    @Test
    void aReaderThatIsClosedAsksNoMore() {
        SecretReader reader = reader();
        eventually(() -> assertThat(read(reader)).contains("does not exist"));

        reader.close();

        eventually(() -> assertThat(api.watches()).isZero());
    }
}
