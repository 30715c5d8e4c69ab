package dev.dromon.sandbox.demo;

import dev.dromon.api.EventSink;
import dev.dromon.api.EventSinkSpec;
import dev.dromon.api.KafkaSinkSpec;
import dev.dromon.sink.Broker;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Optional;

/** A real Kafka broker in this process, with a topic of several partitions that is read from its beginning. */
public final class TopicConsumer implements EventConsumer {

    private static final String TOPIC = "flows";
    private static final int PARTITIONS = 3;

    private final Broker broker = new Broker();

    /** Starts the broker, which takes some seconds. */
    public TopicConsumer() {
        broker.topic(TOPIC, PARTITIONS);
    }

    @Override
    public String name() {
        return "Kafka " + broker.address() + "/" + TOPIC;
    }

    @Override
    public List<HasMetadata> subscription() {
        EventSink sink = new EventSink();
        sink.setMetadata(new ObjectMetaBuilder().withName("demo-kafka").build());
        EventSinkSpec spec = new EventSinkSpec();
        spec.kafka = new KafkaSinkSpec();
        spec.kafka.bootstrapServers = List.of(broker.address());
        spec.kafka.topic = TOPIC;
        sink.setSpec(spec);
        return List.of(sink);
    }

    @Override
    public List<Arrival> arrivals() {
        return broker.records(TOPIC).stream().map(record -> new Arrival(Broker.event(record), "partition " + record.partition())).toList();
    }

    @Override
    public Optional<Signatures> signatures() {
        return Optional.empty();
    }

    @Override
    public void close() {
        broker.close();
    }
}
