package dev.dromon.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskSpec;
import dev.dromon.api.KeptnTaskStatus;
import dev.dromon.api.WebhookTrigger;
import dev.dromon.api.WebhookTriggerSpec;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.kube.PatientMockClient;
import dev.dromon.kube.ResourceKind;
import dev.dromon.kube.Times;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which finished tasks of a trigger stay. */
@EnableKubernetesMockClient(crud = true, kubernetesClientBuilderCustomizer = PatientMockClient.class)
class WebhookHistoryTest {

    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

    KubernetesClient client;
    private KubeCaches caches;

    @BeforeEach
    void start() {
        caches = new KubeCaches(client, List.of(ResourceKind.of(KeptnTask.class)), Optional.empty(), 500);
    }

    @AfterEach
    void stop() {
        caches.close();
    }

    private static List<Instant> ends(int minutesBetween, int count) {
        return IntStream.range(0, count).mapToObj(i -> NOW.minus(Duration.ofMinutes((long) i * minutesBetween))).toList();
    }

    @Test
    void theNewestStayAndThoseThatHaveJustEnded() {
        assertThat(WebhookHistoryProcessor.kept(List.of(), 100, NOW)).isZero();
        assertThat(WebhookHistoryProcessor.kept(ends(60, 50), 100, NOW)).as("fewer than are kept").isEqualTo(50);
        assertThat(WebhookHistoryProcessor.kept(ends(60, 500), 100, NOW)).as("one of an hour").isEqualTo(100);
        assertThat(WebhookHistoryProcessor.kept(ends(10, 500), 3, NOW)).as("those of the last hour").isEqualTo(6);
        assertThat(WebhookHistoryProcessor.kept(ends(0, 9000), 3, NOW)).as("all at once").isEqualTo(5000);
    }

    private WebhookTrigger trigger(int history) {
        WebhookTrigger trigger = new WebhookTrigger();
        trigger.setMetadata(new ObjectMetaBuilder().withName("t").withNamespace("shop").withUid("uid").build());
        trigger.setSpec(new WebhookTriggerSpec());
        trigger.getSpec().history = history;
        return trigger;
    }

    private void task(String name, WebhookTrigger owner, Optional<Instant> end) {
        KeptnTask task = new KeptnTask();
        task.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace("shop").withOwnerReferences(ClusterWriter.controlledBy(owner)).build());
        task.setSpec(new KeptnTaskSpec());
        task.getSpec().taskDefinition = "smoke";
        task.setStatus(new KeptnTaskStatus());
        task.getStatus().status = end.isPresent() ? "Succeeded" : "Progressing";
        task.getStatus().endTime = end.map(Times::micros).orElse(null);
        client.resource(task).create();
    }

    private Stream<String> names() {
        return client.resources(KeptnTask.class).inNamespace("shop").list().getItems().stream().map(t -> t.getMetadata().getName());
    }

    private Exchange look(WebhookTrigger trigger) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(trigger);
        new WebhookHistoryProcessor(new ClusterWriter(client, caches), caches, () -> NOW).process(exchange);
        return exchange;
    }

    @Test
    void whatIsOlderIsDeletedAndNothingElse() {
        WebhookTrigger other = trigger(1);
        other.getMetadata().setUid("other");
        for (int hours = 0; hours < 6; hours++) {
            task("ended-" + hours, trigger(2), Optional.of(NOW.minus(Duration.ofHours(hours))));
        }
        task("open", trigger(2), Optional.empty());
        task("foreign", other, Optional.of(NOW.minus(Duration.ofDays(9))));
        await().atMost(Duration.ofSeconds(60)).until(() -> caches.of(KeptnTask.class).list().size() == 8);

        look(trigger(2));

        assertThat(names()).containsExactlyInAnyOrder("ended-0", "ended-1", "open", "foreign");
    }

    @Test
    void manyAreDeletedInPortionsTheOldestFirst() {
        for (int i = 0; i < 150; i++) {
            task("ended-" + i, trigger(10), Optional.of(NOW.minus(Duration.ofDays(1 + i))));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> caches.of(KeptnTask.class).list().size() == 150);

        assertThat(look(trigger(10)).getMessage().getHeader(KubeHeaders.REQUEUE_AFTER)).isEqualTo(Duration.ZERO);
        assertThat(names()).hasSize(50).contains("ended-0", "ended-49").doesNotContain("ended-50");
        assertThat(look(trigger(10)).getMessage().getHeader(KubeHeaders.REQUEUE_AFTER)).isNull();
        assertThat(names()).hasSize(10).contains("ended-0", "ended-9");
    }
}
