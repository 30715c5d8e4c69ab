package dev.dromon.sink;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kafka.server.BrokerServer;
import kafka.testkit.KafkaClusterTestKit;
import kafka.testkit.TestKitNodes;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real Kafka broker in this JVM, of Apache's own test kit. */
public final class Broker implements AutoCloseable {

    /**
     * An address of the broker besides the plain one.
     *
     * @param name     in capitals
     * @param protocol SSL or SASL_SSL
     * @param settings of the broker, for this address alone
     */
    public record Listener(String name, String protocol, Map<String, String> settings) {
    }

    private static final String PLAIN = "EXTERNAL";
    private static final int ITERATIONS = 4096;

    private final KafkaClusterTestKit kit;
    /** Of each listener; fixed, so that it is found again after it was down. */
    private final Map<String, Integer> ports = new HashMap<>();

    public Broker() {
        this(List.of());
    }

    /** One that listens there too. */
    public Broker(List<Listener> more) {
        Stream.concat(Stream.of(PLAIN), more.stream().map(Listener::name)).forEach(name -> ports.put(name, free()));
        try {
            KafkaClusterTestKit.Builder builder = new KafkaClusterTestKit.Builder(new TestKitNodes.Builder().setCombined(true).setNumBrokerNodes(1).setNumControllerNodes(1).build())
                    .setConfigProp("offsets.topic.replication.factor", "1").setConfigProp("transaction.state.log.replication.factor", "1").setConfigProp("transaction.state.log.min.isr", "1")
                    .setConfigProp("auto.create.topics.enable", "false").setConfigProp("group.initial.rebalance.delay.ms", "0").setConfigProp("offsets.topic.num.partitions", "1")
                    .setConfigProp("listeners", ports.entrySet().stream().map(p -> p.getKey() + "://localhost:" + p.getValue()).collect(Collectors.joining(",")) + ",CONTROLLER://localhost:0")
                    .setConfigProp("listener.security.protocol.map", more.stream().map(l -> "," + l.name() + ":" + l.protocol()).collect(Collectors.joining("", PLAIN + ":PLAINTEXT,CONTROLLER:PLAINTEXT", "")));
            more.forEach(l -> l.settings().forEach((key, value) -> builder.setConfigProp("listener.name." + l.name().toLowerCase(Locale.ROOT) + "." + key, value)));
            kit = builder.build();
            kit.format();
            kit.startup();
            kit.waitForReadyBrokers();
        } catch (Exception e) {
            throw new AssertionError("the broker did not start", e);
        }
    }

    private static int free() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes it down; its address and what it has stay. */
    public void stop() {
        kit.brokers().values().forEach(broker -> {
            broker.shutdown();
            broker.awaitShutdown();
        });
    }

    /** Brings it up again. */
    public void start() {
        kit.brokers().values().forEach(BrokerServer::startup);
    }

    /** host:port of the plain one. */
    public String address() {
        return address(PLAIN);
    }

    /** host:port of a listener. */
    public String address(String listener) {
        return "localhost:" + ports.get(listener);
    }

    /** From now on a user may log in by that SCRAM mechanism with that password. */
    public void user(String mechanism, String name, String password) {
        try (Admin admin = Admin.create(client())) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(name, new ScramCredentialInfo(ScramMechanism.fromMechanismName(mechanism), ITERATIONS), password))).all().get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Makes a topic of so many partitions. */
    public void topic(String name, int partitions) {
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(Map.of("max.message.bytes", "200000")))).all().get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Properties client() {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, address());
        return properties;
    }

    /** All records of a topic so far, those of each partition in their order. */
    public List<ConsumerRecord<String, byte[]>> records(String topic) {
        Properties properties = client();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream().map(p -> new TopicPartition(topic, p.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    /** How many records a topic has. */
    public long end(String topic) {
        try (Admin admin = Admin.create(client())) {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().forEach(p -> ends.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get().values().stream().mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset).sum();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Members of a consumer group. */
    public int members(String group) {
        try (Admin admin = Admin.create(client())) {
            return admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get().members().size();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** How many partitions a consumer group has committed an offset of. */
    public int committed(String group) {
        try (Admin admin = Admin.create(client())) {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().size();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Puts a record that is no event of Dromon on a topic. */
    public void put(String topic, String key, byte[] value, Map<String, String> headers) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(client(), new StringSerializer(), new ByteArraySerializer())) {
            List<Header> all = headers.entrySet().stream().<Header>map(h -> new RecordHeader(h.getKey(), h.getValue().getBytes(StandardCharsets.UTF_8))).toList();
            producer.send(new ProducerRecord<>(topic, null, key, value, all)).get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The CloudEvent of a record, by the SDK's reader. */
    public static CloudEvent event(ConsumerRecord<String, byte[]> record) {
        return KafkaMessageFactory.createReader(record).toEvent();
    }

    @Override
    public void close() {
        try {
            kit.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
