package dev.dromon.bench;

import dev.dromon.api.EventSink;
import dev.dromon.api.EventSinkSpec;
import dev.dromon.api.HttpSinkSpec;
import dev.dromon.api.KafkaSinkSpec;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.VersionStatus;
import dev.dromon.sink.Broker;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Delivery of events. How fast a sink gets all events of many finished apps, from the moment it asks for them by its {@code replayFrom}; how much later than a watch of
 * the same object an HTTP consumer learns of a transition, alone and beside a sink that hangs.
 */
final class EventsPart {

    private static final Instant EVER = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final int ROUNDS_PER_REPEAT = 4;
    private static final double KAFKA_PER_SECOND = 5000;
    private static final double HTTP_PER_SECOND = 1000;
    private static final double LATENCY_MILLIS = 20;
    private static final String NAMESPACE = "told";

    private final Stage stage;
    private int replays;
    private int apps;

    EventsPart(Stage stage) {
        this.stage = stage;
    }

    void run() {
        new Copies(stage).make(stage.many());
        stage.cluster().namespace(NAMESPACE, true);
        stage.runtime().start();
        kafka();
        http();
        latency("event at an HTTP consumer after a watch sees its transition");
        try (Consumer stuck = Consumer.hanging()) {
            sink("stuck", http(stuck));
            latency("event at an HTTP consumer after a watch sees its transition, beside a sink that hangs");
            stage.client().resources(EventSink.class).withName("stuck").delete();
        }
        stage.runtime().close();
    }

    private void kafka() {
        String figure = "events per second to a Kafka topic, from transitions to acknowledgements";
        stage.results().least(figure, KAFKA_PER_SECOND);
        try (Broker broker = new Broker()) {
            broker.topic("flows", 4);
            EventSinkSpec spec = new EventSinkSpec();
            spec.kafka = new KafkaSinkSpec();
            spec.kafka.bootstrapServers = List.of(broker.address());
            spec.kafka.topic = "flows";
            sink("topic", spec);
            rates(figure, "topic", () -> broker.end("flows"));
            stage.client().resources(EventSink.class).withName("topic").delete();
        }
    }

    private void http() {
        String figure = "events per second to an HTTP consumer";
        stage.results().least(figure, HTTP_PER_SECOND);
        try (Consumer consumer = Consumer.taking()) {
            sink("consumer", http(consumer));
            rates(figure, "consumer", consumer::taken);
            stage.client().resources(EventSink.class).withName("consumer").delete();
        }
    }

    private void rates(String figure, String sink, LongSupplier taken) {
        stage.untilQuiet(Duration.ofSeconds(3));
        long events = transitions();
        for (int round = 0; round <= stage.repeats() / ROUNDS_PER_REPEAT; round++) {
            long target = taken.getAsLong() + events;
            replays++;
            long begun = System.nanoTime();
            stage.client().resources(EventSink.class).withName(sink).edit(s -> {
                s.getSpec().replayFrom = EVER.plusSeconds(replays).toString();
                return s;
            });
            Awaitility.await("all events are delivered").pollDelay(Duration.ZERO).pollInterval(LOOK).atMost(PATIENCE).until(() -> taken.getAsLong() >= target);
            double rate = events * 1e9 / (System.nanoTime() - begun);
            if (round > 0) {
                stage.results().add(figure, "/s", rate);
            }
            stage.untilQuiet(Duration.ofSeconds(3));
        }
    }

    private long transitions() {
        return Stream.<VersionStatus>concat(stage.client().resources(KeptnAppVersion.class).inAnyNamespace().list().getItems().stream().map(KeptnAppVersion::getStatus),
                stage.client().resources(KeptnWorkloadVersion.class).inAnyNamespace().list().getItems().stream().map(KeptnWorkloadVersion::getStatus)).mapToLong(s -> s.transitions.size()).sum();
    }

    private void latency(String figure) {
        stage.results().target(figure, LATENCY_MILLIS);
        try (Consumer consumer = Consumer.taking(); Transitions seen = new Transitions(stage.client(), NAMESPACE); Sightings<KeptnAppVersion> versions = stage.appVersions()) {
            sink("consumer", http(consumer));
            for (int i = 0; i < stage.repeats(); i++) {
                String name = "app" + apps++;
                stage.apps().deployment(NAMESPACE, name);
                versions.await(Stage.COMPLETED, NAMESPACE + "/" + name);
            }
            stage.untilQuiet(Duration.ofSeconds(3));
            consumer.arrivals().forEach((key, nanos) -> seen.first(key).ifPresent(watched -> stage.results().quietly(figure, "ms", (nanos - watched) / 1e6)));
            stage.client().resources(EventSink.class).withName("consumer").delete();
        }
    }

    private static EventSinkSpec http(Consumer consumer) {
        EventSinkSpec spec = new EventSinkSpec();
        spec.http = new HttpSinkSpec();
        spec.http.url = consumer.url();
        spec.http.allowLocalAddresses = true;
        return spec;
    }

    private void sink(String name, EventSinkSpec spec) {
        EventSink sink = new EventSink();
        sink.setMetadata(new ObjectMetaBuilder().withName(name).build());
        sink.setSpec(spec);
        stage.client().resource(sink).create();
    }
}
