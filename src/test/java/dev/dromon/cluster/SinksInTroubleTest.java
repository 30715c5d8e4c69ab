package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.EventSink;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.sink.Broker;
import dev.dromon.sink.Certificates;
import dev.dromon.sink.Delivered;
import dev.dromon.sink.Receiver;
import dev.dromon.sink.Receiver.Behaviour;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many flows while each receiver is in a trouble of its own, and two are not. The system property {@code dromon.fault.flows} says how many flows. */
class SinksInTroubleTest extends FlowTest {

    private static final int FLOWS = Integer.getInteger("dromon.fault.flows", 20);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String SECRET = "trouble-ca";
    private static final Set<String> HEALTHY = Set.of("well", "topic");
    private static final String MACHINE = "ip:127.0.0.1";

    private final Map<String, Receiver> receivers = new LinkedHashMap<>();

    @AfterEach
    void hangUp() {
        client.resources(EventSink.class).delete();
        eventually(() -> assertThat(client.resources(EventSink.class).list().getItems()).isEmpty());
        client.secrets().inNamespace(ControlPlane.SYSTEM).withName(SECRET).delete();
        receivers.values().forEach(Receiver::close);
    }

    private void receiver(String name, Receiver receiver, Behaviour behaviour, String... http) {
        receivers.put(name, receiver);
        receiver.behave(behaviour);
        apply(sink(name, "http: {url: \"%s\", allowLocalAddresses: true, timeout: 500ms%s}".formatted(http.length == 0 ? receiver.url() : receiver.url().replace("http:", "https:"),
                String.join("", http))));
    }

    private String sink(String name, String transport) {
        return """
                ---
                apiVersion: dromon.dev/v1alpha1
                kind: EventSink
                metadata: {name: %s}
                spec:
                  %s
                  filter: {namespaces: [%s]}
                  retry: {minBackoff: 50ms, maxBackoff: 500ms}
                """.formatted(name, transport, namespace);
    }

    private void authority(String pem) {
        client.resource(new SecretBuilder().withNewMetadata().withName(SECRET).withNamespace(ControlPlane.SYSTEM).endMetadata()
                .addToData("ca.crt", Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8))).build()).createOr(existing -> existing.update());
    }

    private static HttpServerOptions tls(Certificates own) {
        return new HttpServerOptions().setSsl(true).setKeyCertOptions(new PemKeyCertOptions().addCertValue(Buffer.buffer(own.certificate())).addKeyValue(Buffer.buffer(own.key())));
    }

    private static void patiently(ThrowingRunnable assertions) {
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(assertions);
    }

    @Test
    void whateverTheTroubleEverythingArrivesInOrderWhenItIsOver() {
        Delivered delivered = new Delivered(client, namespace);
        Certificates right = Certificates.of(MACHINE);
        authority(Certificates.of(MACHINE).certificate());
        Receiver first = new Receiver();
        receiver("well", first, Behaviour.status(204));
        receiver("errors", new Receiver(), Behaviour.status(500));
        receiver("hangs", new Receiver(), Behaviour.hang());
        receiver("resets", new Receiver(), Behaviour.reset());
        receiver("redirects", new Receiver(), Behaviour.status(302, "Location", first.url()));
        Receiver slow = new Receiver();
        receiver("trickles", slow, Behaviour.trickle(slow.vertx()));
        receiver("unknown-authority", new Receiver(tls(right)), Behaviour.status(204), ", caSecret: {name: " + SECRET + "}");
        try (Broker up = new Broker(); Broker gone = new Broker()) {
            up.topic("flows", 4);
            gone.topic("flows", 4);
            apply(sink("topic", kafka(up)), sink("no-broker", kafka(gone)));
            gone.stop();

            IntStream.range(0, FLOWS).forEach(i -> apply(Manifests.deployment("web" + i, "1.0")));
            patiently(() -> assertThat(client.resources(KeptnAppVersion.class).inNamespace(namespace).list().getItems()).hasSize(FLOWS)
                    .allMatch(v -> v.getStatus() != null && "Succeeded".equals(v.getStatus().status)));
            patiently(() -> delivered.complete(first));
            patiently(() -> delivered.complete(up, "flows"));
            eventually(() -> assertThat(counts()).allSatisfy((name, count) -> assertThat(count).as("delivered to %s", name).isEqualTo(HEALTHY.contains(name) ? delivered.told().size() : 0)));

            receivers.values().forEach(receiver -> receiver.behave(Behaviour.status(204)));
            authority(right.certificate());
            gone.start();

            patiently(() -> assertThat(client.resources(EventSink.class).list().getItems()).allSatisfy(s -> {
                assertThat(s.getStatus().pending).as("pending of %s: %s", s.getMetadata().getName(), s.getStatus().lastError).isZero();
                assertThat(s.getStatus().deadLetters).as("dead letters of %s", s.getMetadata().getName()).isZero();
                assertThat(s.getStatus().delivered).as("delivered to %s", s.getMetadata().getName()).isGreaterThanOrEqualTo(delivered.told().size());
            }));
            receivers.values().forEach(delivered::complete);
            delivered.complete(gone, "flows");
        }
    }

    private Map<String, Long> counts() {
        return client.resources(EventSink.class).list().getItems().stream().collect(Collectors.toMap(s -> s.getMetadata().getName(), s -> s.getStatus().delivered));
    }

    private static String kafka(Broker broker) {
        return "kafka: {bootstrapServers: [\"%s\"], topic: flows, timeout: 2s}".formatted(broker.address());
    }
}
