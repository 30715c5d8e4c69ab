package dev.dromon.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.ResourceKind;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a cache that has not been filled, so that only the API server can tell. */
class EnabledNamespacesTest {

    private final KubernetesClient client = new KubernetesClientBuilder().withConfig(new ConfigBuilder().withMasterUrl("http://127.0.0.1:1").build()).build();
    private final KubeCaches caches = new KubeCaches(client, List.of(ResourceKind.of(Namespace.class)), Optional.empty(), 500);
    private final CountDownLatch answered = new CountDownLatch(1);

    @AfterEach
    void end() {
        answered.countDown();
        caches.close();
        client.close();
    }

    private EnabledNamespaces namespaces(Function<String, Optional<Namespace>> api) {
        caches.hold();
        return new EnabledNamespaces(caches.of(Namespace.class), api, Duration.ofMillis(300));
    }

    private static Optional<Namespace> namespace(String name, String value) {
        return Optional.of(new NamespaceBuilder().withNewMetadata().withName(name).addToAnnotations("keptn.sh/lifecycle-toolkit", value).endMetadata().build());
    }

    @Test
    void whatTheApiServerSaysCounts() {
        try (EnabledNamespaces namespaces = namespaces(name -> namespace(name, name.equals("shop") ? "enabled" : "disabled"))) {
            assertThat(namespaces.enabled("shop")).isTrue();
            assertThat(namespaces.enabled("other")).isFalse();
        }
    }

    @Test
    void withoutAnAnswerNobodyKnows() {
        try (EnabledNamespaces gone = namespaces(name -> Optional.empty());
                EnabledNamespaces failing = namespaces(name -> {
                    throw new IllegalStateException("connection refused");
                });
                EnabledNamespaces hanging = namespaces(name -> {
                    await();
                    return namespace(name, "disabled");
                })) {
            assertThatExceptionOfType(EnabledNamespaces.UnknownNamespace.class).isThrownBy(() -> gone.enabled("shop")).withMessageContaining("no such namespace");
            assertThatExceptionOfType(EnabledNamespaces.UnknownNamespace.class).isThrownBy(() -> failing.enabled("shop")).withMessageContaining("connection refused");
            assertThatExceptionOfType(EnabledNamespaces.UnknownNamespace.class).isThrownBy(() -> hanging.enabled("shop")).withMessageContaining("within 300 ms");
        }
    }

    private void await() {
        try {
            answered.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
