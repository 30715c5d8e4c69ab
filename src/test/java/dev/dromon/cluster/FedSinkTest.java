package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.EventSink;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.app.Dromon;
import dev.dromon.kube.KubeClients;
import dev.dromon.sink.Broker;
import dev.dromon.sink.Delivered;
import dev.dromon.sink.Receiver;
import dev.dromon.sink.Receiver.Behaviour;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Receivers by HTTP that are fed from the topic of another EventSink. */
class FedSinkTest extends FlowTest {

    private static Broker broker;

    private Receiver receiver;

    @BeforeAll
    static void startBroker() {
        broker = new Broker();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void listen() {
        receiver = new Receiver();
        broker.topic(namespace, 4);
    }

    @AfterEach
    void hangUp() {
        client.resources(EventSink.class).delete();
        eventually(() -> assertThat(client.resources(EventSink.class).list().getItems()).isEmpty());
        receiver.close();
    }

    private String topic() {
        return """
                ---
                apiVersion: dromon.dev/v1alpha1
                kind: EventSink
                metadata: {name: flows}
                spec:
                  kafka: {bootstrapServers: ["%s"], topic: %s}
                  filter: {namespaces: [%s]}
                """.formatted(broker.address(), namespace, namespace);
    }

    private String fed() {
        return """
                ---
                apiVersion: dromon.dev/v1alpha1
                kind: EventSink
                metadata: {name: audit}
                spec:
                  via: flows
                  http: {url: "%s", allowLocalAddresses: true}
                  retry: {minBackoff: 50ms, maxBackoff: 200ms}
                """.formatted(receiver.url());
    }

    private void flow(String app) {
        apply(Manifests.deployment(app, "1.0"));
        app(app, "Succeeded");
        workload(app + "-" + app, "1.0", "Succeeded");
    }

    private String group() {
        return "dromon-audit-" + sink().getMetadata().getUid().substring(0, 8);
    }

    private EventSink sink() {
        EventSink sink = client.resources(EventSink.class).withName("audit").get();
        assertThat(sink.getStatus()).isNotNull();
        return sink;
    }

    private void ready(String value, String reason, String message) {
        eventually(() -> assertThat(sink().getStatus().conditions).singleElement().satisfies((Condition c) -> {
            assertThat(c.getStatus()).isEqualTo(value);
            assertThat(c.getReason()).isEqualTo(reason);
            assertThat(c.getMessage()).contains(message);
        }));
    }

    private void complete() {
        Delivered wanted = new Delivered(client, namespace);
        eventually(() -> wanted.complete(broker, namespace));
        eventually(() -> wanted.complete(receiver));
        eventually(() -> {
            assertThat(sink().getStatus().delivered).isEqualTo(receiver.taken().size());
            assertThat(sink().getStatus().pending).isZero();
        });
        ready("True", "Delivering", "");
    }

    @Test
    void everyEventOfAFlowArrivesByWayOfTheTopicAndHistoryDoesNotWait() {
        apply(fed());
        ready("False", "NotFed", "EventSink flows, which spec.via names, does not exist; create it, with kafka");
        receiver.behave(Behaviour.status(503));
        apply(topic());
        flow("web");
        ready("False", "NotTaken", "the receiver answered 503");
        eventually(() -> assertThat(sink().getStatus().pending).isEqualTo(broker.end(namespace)));
        assertThat(sink().getStatus().lastError).contains("503");

        receiver.behave(Behaviour.status(200));

        complete();
        eventually(() -> assertThat(client.resources(KeptnAppVersion.class).inNamespace(namespace).list().getItems())
                .allSatisfy(v -> assertThat(v.getStatus().delivered).containsKey("flows").doesNotContainKey("audit")));
        String group = group();
        client.resources(EventSink.class).withName("audit").delete();
        eventually(() -> assertThat(broker.members(group)).isZero());
    }

    @Test
    void aReplicaThatDoesNotLeadHasItsShareAndTheLeaderTellsOfIt() {
        plane.start(Map.of("dromon.leader.enabled", "true", "dromon.identity", "first"));
        Properties settings = new Properties();
        settings.putAll(Map.of("dromon.http.port", "", "dromon.leader.enabled", "true", "dromon.identity", "second"));
        try (KubernetesClient rights = KubeClients.reconciling(plane.runtimeConfig()); Dromon follower = new Dromon(settings, rights).start()) {
            apply(topic(), fed());
            eventually(() -> assertThat(broker.members(group())).isEqualTo(2));
            for (String app : new String[] {"web", "cart", "hat", "leg"}) {
                flow(app);
            }

            complete();
        }
        flow("arm");

        complete();
        eventually(() -> assertThat(broker.members(group())).isEqualTo(1));
    }

    @Test
    void whatCannotWorkIsRefusedWithASentence() {
        apply(fed());
        assertThat(plane.kubectlRefused(fed().replace("via: flows", "via: other"), "apply", "--server-side", "--field-manager", "test", "--force-conflicts", "-f", "-")).contains("via cannot be changed");
        assertThat(plane.kubectlRefused(fed().replace("  via: flows\n", ""), "apply", "--server-side", "--field-manager", "test", "--force-conflicts", "-f", "-")).contains("via cannot be changed");
        assertThat(plane.kubectlRefused(topic().replace("spec:\n", "spec:\n  via: other\n"), "apply", "-f", "-")).contains("via needs http");
    }
}
