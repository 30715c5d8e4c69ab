package dev.dromon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.EventSink;
import dev.dromon.api.EventSinkFilter;
import dev.dromon.api.EventSinkSpec;
import dev.dromon.api.HttpSinkSpec;
import dev.dromon.api.KafkaSinkSpec;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.cluster.Manifests;
import dev.dromon.sink.Broker;
import dev.dromon.sink.Delivered;
import dev.dromon.sink.Receiver;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A process of the runtime gets a SIGKILL again and again while it delivers the events of many flows to an HTTP receiver and a topic. The system properties
 * {@code dromon.fault.kills} and {@code dromon.fault.flows} say how often and of how many flows.
 */
@Tag("cluster")
class KilledDeliveryTest {

    private static final int KILLS = Integer.getInteger("dromon.fault.kills", 4);
    private static final int FLOWS = Integer.getInteger("dromon.fault.flows", 20);
    private static final int LIFE_MILLIS = 2000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final long seed = Long.getLong("dromon.fault.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Stage stage = Stage.open();
    private final String namespace = "deliveries-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    @AfterEach
    void tidy() {
        stage.admin().resources(EventSink.class).delete();
        stage.admin().namespaces().withName(namespace).delete();
    }

    private void sink(String name, HttpSinkSpec http, KafkaSinkSpec kafka) {
        EventSink sink = new EventSink();
        sink.setMetadata(new ObjectMetaBuilder().withName(name).build());
        sink.setSpec(new EventSinkSpec());
        sink.getSpec().http = http;
        sink.getSpec().kafka = kafka;
        sink.getSpec().filter = new EventSinkFilter();
        sink.getSpec().filter.namespaces = List.of(namespace);
        stage.admin().resource(sink).create();
    }

    private static HttpSinkSpec http(Receiver receiver) {
        HttpSinkSpec spec = new HttpSinkSpec();
        spec.url = receiver.url();
        spec.allowLocalAddresses = true;
        return spec;
    }

    private static KafkaSinkSpec topic(Broker broker) {
        KafkaSinkSpec spec = new KafkaSinkSpec();
        spec.bootstrapServers = List.of(broker.address());
        spec.topic = "flows";
        return spec;
    }

    private void begin(int from, int to) {
        for (int flow = from; flow < to; flow++) {
            stage.admin().load(new ByteArrayInputStream(Manifests.deployment("web" + flow, "1.0").getBytes(StandardCharsets.UTF_8))).inNamespace(namespace).create();
        }
    }

    @Test
    void everyConsumerHasEverythingInOrderHoweverOftenTheProcessDies() {
        stage.admin().namespaces().resource(Manifests.namespace(namespace, true)).create();
        Delivered delivered = new Delivered(stage.admin(), namespace);
        try (Broker broker = new Broker(); Receiver receiver = new Receiver(); Replica replica = new Replica(stage, "delivering")) {
            broker.topic("flows", 4);
            sink("receiver", http(receiver), null);
            sink("topic", null, topic(broker));
            for (int life = 0; life < KILLS; life++) {
                int before = receiver.taken().size();
                begin(life * FLOWS / KILLS, (life + 1) * FLOWS / KILLS);
                replica.start();
                await("an event is delivered").atMost(PATIENCE).until(() -> receiver.taken().size() > before);
                int age = random.nextInt(LIFE_MILLIS);
                RunningFlows.after(age, replica::kill);
                System.out.println("faults: killed with -9 " + age + " ms after its first delivery, seed " + seed + ", events delivered: " + receiver.taken().size());
            }
            replica.start();

            await("all flows end").atMost(PATIENCE).until(() -> ended() == FLOWS);
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                delivered.complete(receiver);
                delivered.complete(broker, "flows");
            });
            System.out.println("faults: " + KILLS + " times killed with -9 under " + FLOWS + " flows, events told: " + delivered.told().size() + ", delivered to the receiver: "
                    + receiver.taken().size() + ", to the topic: " + broker.end("flows"));
            assertThat(receiver.taken().size()).isGreaterThanOrEqualTo(delivered.told().size());
        }
    }

    private long ended() {
        return stage.admin().resources(KeptnAppVersion.class).inNamespace(namespace).list().getItems().stream().filter(v -> v.getStatus() != null && "Succeeded".equals(v.getStatus().status)).count();
    }
}
