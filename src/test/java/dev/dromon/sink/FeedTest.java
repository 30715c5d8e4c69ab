package dev.dromon.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.EventSink;
import dev.dromon.api.EventSinkFilter;
import dev.dromon.api.EventSinkRetry;
import dev.dromon.api.EventSinkSpec;
import dev.dromon.api.HttpSinkSpec;
import dev.dromon.api.KafkaSinkSpec;
import dev.dromon.sink.Receiver.Behaviour;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Receivers by HTTP that are fed from a topic: a real broker, real receivers, and replicas with the real routes. */
class FeedTest {

    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static final int PARTITIONS = 6;
    private static final List<String> APPS = IntStream.range(0, 12).mapToObj(i -> "app" + i).toList();
    private static Broker broker;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Receiver receiver;
    private String topic;

    @BeforeAll
    static void start() {
        broker = new Broker();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void listen() {
        topic = "feed-" + TOPICS.incrementAndGet();
        broker.topic(topic, PARTITIONS);
        receiver = opened(new Receiver());
    }

    @AfterEach
    void hangUp() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private <T extends AutoCloseable> T opened(T what) {
        open.add(what);
        return what;
    }

    private FeedReplica replica() throws Exception {
        return opened(new FeedReplica());
    }

    static EventSink sink(String name) {
        EventSink sink = new EventSink();
        sink.setMetadata(new ObjectMetaBuilder().withName(name).withUid(UUID.randomUUID().toString()).withGeneration(1L).withCreationTimestamp("2026-01-01T00:00:00Z").build());
        sink.setSpec(new EventSinkSpec());
        return sink;
    }

    private EventSink flows(String address) {
        EventSink sink = sink("flows");
        sink.getSpec().kafka = new KafkaSinkSpec();
        sink.getSpec().kafka.bootstrapServers = List.of(address);
        sink.getSpec().kafka.topic = topic;
        sink.getSpec().kafka.timeout = "3s";
        return sink;
    }

    private EventSink fed() {
        EventSink sink = sink("audit");
        sink.getSpec().via = "flows";
        sink.getSpec().http = new HttpSinkSpec();
        sink.getSpec().http.url = receiver.url();
        sink.getSpec().http.allowLocalAddresses = true;
        // A busy machine is no receiver that hangs.
        sink.getSpec().http.timeout = "60s";
        sink.getSpec().retry = new EventSinkRetry();
        sink.getSpec().retry.minBackoff = "20ms";
        sink.getSpec().retry.maxBackoff = "200ms";
        sink.getSpec().retry.deadLetterAfter = 3;
        return sink;
    }

    private void publish(List<String> apps, int from, int to) {
        try (KafkaSender sender = sender(broker.address(), CloudEventEncoder.Mode.BINARY)) {
            publish(sender, apps, from, to);
        }
    }

    private KafkaSender sender(String address, CloudEventEncoder.Mode mode) {
        return new KafkaSender("flows", new KafkaTerms(List.of(address), topic, mode, Duration.ofSeconds(60), false, Optional.empty(), Optional.empty(), Optional.empty()), null);
    }

    private static void publish(KafkaSender sender, List<String> apps, int from, int to) {
        List<KafkaSender.Sent> sent = new ArrayList<>();
        IntStream.range(from, to).forEach(n -> apps.forEach(app -> sent.add(sender.send(KafkaSenderTest.parcel(app, n, "1.0")))));
        assertThat(sent).allSatisfy(s -> assertThat(sender.await(s).verdict()).isEqualTo(Answer.Verdict.TAKEN));
    }

    private static void eventually(ThrowingRunnable assertions) {
        await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(50)).untilAsserted(assertions);
    }

    private static Set<String> ids(List<String> apps, int from, int to) {
        Set<String> ids = new LinkedHashSet<>();
        IntStream.range(from, to).forEach(n -> apps.forEach(app -> ids.add(app + "-" + n)));
        return ids;
    }

    private List<String> taken() {
        return receiver.taken().stream().map(c -> c.event().getId()).toList();
    }

    /** All came, and those of each app came first in their order. */
    private void complete(Set<String> wanted) {
        eventually(() -> assertThat(new LinkedHashSet<>(taken())).containsExactlyInAnyOrderElementsOf(wanted));
        Map<String, List<Integer>> orders = new HashMap<>();
        new LinkedHashSet<>(taken()).forEach(id -> orders.computeIfAbsent(id.substring(0, id.lastIndexOf('-')), app -> new ArrayList<>()).add(Integer.valueOf(id.substring(id.lastIndexOf('-') + 1))));
        assertThat(orders).allSatisfy((app, order) -> assertThat(order).isSorted());
    }

    @ParameterizedTest
    @EnumSource(CloudEventEncoder.Mode.class)
    void whatIsOnTheTopicArrivesOnceAndInTheOrderOfEachAppAsItIs(CloudEventEncoder.Mode mode) throws Exception {
        try (KafkaSender sender = sender(broker.address(), mode)) {
            publish(sender, APPS, 0, 30);
        }
        FeedReplica replica = replica();
        replica.apply(flows(broker.address()));
        replica.apply(fed());

        complete(ids(APPS, 0, 30));

        assertThat(receiver.asked()).hasSize(360);
        Map<String, CloudEvent> sent = new HashMap<>();
        broker.records(topic).forEach(r -> sent.put(Broker.event(r).getId(), Broker.event(r)));
        assertThat(receiver.taken()).allSatisfy(c -> {
            assertThat(c.event().getAttributeNames()).isEqualTo(sent.get(c.event().getId()).getAttributeNames());
            assertThat(c.event().getSource()).isEqualTo(sent.get(c.event().getId()).getSource());
            assertThat(CloudEventSchema.problems(c.event().getData().toBytes())).isEmpty();
        });
        eventually(() -> {
            assertThat(replica.overview("audit").delivered()).isEqualTo(360);
            assertThat(replica.overview("audit").pending()).isZero();
            assertThat(replica.overview("audit").failing()).isFalse();
        });
    }

    @Test
    void replicasShareAndTheOtherGoesOnWhenOneStops() throws Exception {
        EventSink fed = fed();
        FeedReplica first = replica();
        FeedReplica second = replica();
        for (FeedReplica replica : List.of(first, second)) {
            replica.apply(flows(broker.address()));
            replica.apply(fed);
        }
        eventually(() -> assertThat(broker.members(first.group("audit"))).isEqualTo(2));
        AtomicInteger rounds = new AtomicInteger();
        eventually(() -> {
            publish(APPS, rounds.get(), rounds.incrementAndGet());
            assertThat(first.delivered()).isPositive();
            assertThat(second.delivered()).isPositive();
        });

        publish(APPS, rounds.get(), rounds.addAndGet(20));
        first.close();
        publish(APPS, rounds.get(), rounds.addAndGet(20));

        complete(ids(APPS, 0, rounds.get()));
        eventually(() -> {
            assertThat(second.overview("audit").pending()).isZero();
            assertThat(second.overview("audit").delivered()).as("of both").isGreaterThanOrEqualTo(12L * rounds.get());
        });
    }

    static Stream<Named<Behaviour>> faults() {
        return Stream.of(Named.of("500", Behaviour.status(500)), Named.of("hangs", Behaviour.hang()), Named.of("resets", Behaviour.reset()));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aReceiverInTroubleGetsEverythingInItsOrderWhenItIsBack(Behaviour fault) throws Exception {
        receiver.behave(fault);
        EventSink impatient = fed();
        impatient.getSpec().http.timeout = "500ms";
        FeedReplica replica = replica();
        replica.apply(flows(broker.address()));
        replica.apply(impatient);
        publish(APPS, 0, 20);
        eventually(() -> {
            FeedOverview overview = replica.overview("audit");
            assertThat(overview.failing()).isTrue();
            assertThat(overview.pending()).isEqualTo(240);
            assertThat(overview.trouble().orElseThrow().problem()).startsWith("the receiver ");
        });
        assertThat(broker.members(replica.group("audit"))).isEqualTo(1);
        assertThat(taken()).isEmpty();

        receiver.behave(Behaviour.status(200));

        complete(ids(APPS, 0, 20));
        eventually(() -> {
            assertThat(replica.overview("audit").failing()).isFalse();
            assertThat(replica.overview("audit").pending()).isZero();
            assertThat(replica.overview("audit").dead()).isZero();
        });
    }

    @Test
    void aPartitionThatWaitsHoldsUpNoOther() throws Exception {
        publish(List.of("app0"), 0, 1);
        int held = broker.records(topic).get(0).partition();
        publish(APPS, 1, 10);
        Set<String> others = new LinkedHashSet<>();
        Set<String> waiting = new LinkedHashSet<>();
        broker.records(topic).forEach(r -> (r.partition() == held ? waiting : others).add(Broker.event(r).getId()));
        assertThat(others).isNotEmpty();
        receiver.behave(event -> event.getId().equals("app0-0") ? Behaviour.hang() : Behaviour.status(200));
        EventSink impatient = fed();
        impatient.getSpec().http.timeout = "1s";
        FeedReplica replica = replica();
        replica.apply(flows(broker.address()));
        replica.apply(impatient);

        complete(others);
        receiver.behave(Behaviour.status(200));

        others.addAll(waiting);
        complete(others);
    }

    @Test
    void anEventThatIsRefusedIsGivenUpByNameAndThatOutlivesTheReplica() throws Exception {
        receiver.behave(event -> event.getId().equals("app1-2") ? Behaviour.status(404) : Behaviour.status(200));
        EventSink flows = flows(broker.address());
        EventSink fed = fed();
        FeedReplica first = replica();
        first.apply(flows);
        first.apply(fed);
        publish(APPS, 0, 5);
        Set<String> others = ids(APPS, 0, 5);
        others.remove("app1-2");
        complete(others);
        eventually(() -> assertThat(first.overview("audit").dead()).isEqualTo(1));
        assertThat(receiver.asked()).filteredOn(c -> c.event().getId().equals("app1-2")).hasSize(3);
        first.close();

        FeedReplica second = replica();
        second.apply(flows);
        second.apply(fed);

        eventually(() -> {
            FeedOverview overview = second.overview("audit");
            assertThat(overview.dead()).isEqualTo(1);
            assertThat(overview.delivered()).isEqualTo(59);
            assertThat(overview.failing()).isFalse();
            assertThat(overview.letters()).singleElement().satisfies(letter -> {
                assertThat(letter.id).isEqualTo("app1-2");
                assertThat(letter.object).isEqualTo("KeptnAppVersion shop/app1-1.0");
                assertThat(letter.answer).contains("404");
            });
        });
    }

    @Test
    void whoGoesOnAfterACleanStopRepeatsNothing() throws Exception {
        EventSink flows = flows(broker.address());
        EventSink fed = fed();
        try (FeedReplica first = new FeedReplica()) {
            first.apply(flows);
            first.apply(fed);
            publish(APPS, 0, 10);
            complete(ids(APPS, 0, 10));
        }
        publish(APPS, 10, 20);
        FeedReplica second = replica();
        second.apply(flows);
        second.apply(fed);

        complete(ids(APPS, 0, 20));
        assertThat(receiver.asked()).hasSize(240);
    }

    @Test
    void aSinkThatIsDeletedLeavesItsGroupAndOneThatIsCreatedLaterIsANewOne() throws Exception {
        FeedReplica replica = replica();
        replica.apply(flows(broker.address()));
        replica.apply(fed());
        publish(APPS, 0, 1);
        complete(ids(APPS, 0, 1));
        String group = replica.group("audit");
        receiver.behave(Behaviour.hang());
        publish(APPS, 1, 2);
        eventually(() -> assertThat(receiver.asked()).hasSizeGreaterThan(12));

        replica.delete("audit");

        assertThat(broker.members(group)).isZero();
        receiver.behave(Behaviour.status(200));
        EventSink again = fed();
        again.getMetadata().setCreationTimestamp("2026-01-02T03:04:06Z");
        replica.apply(again);
        assertThat(replica.group("audit")).isNotEqualTo(group);
        eventually(() -> assertThat(replica.overview("audit").unread()).isEmpty());
        eventually(() -> assertThat(broker.members(replica.group("audit"))).isEqualTo(1));
        assertThat(taken()).as("what happened before it was there is not for it").hasSize(12);
    }

    @Test
    void aSinkWithoutATopicSaysWhyAndBeginsWhenThereIsOne() throws Exception {
        FeedReplica replica = replica();
        EventSink fed = fed();
        replica.apply(fed);
        assertThat(replica.problem("audit")).isEqualTo("EventSink flows, which spec.via names, does not exist; create it, with kafka");

        EventSink other = sink("flows");
        other.getSpec().http = fed.getSpec().http;
        replica.apply(other);
        assertThat(replica.problem("audit")).contains("has no kafka and so no topic");

        EventSink flows = flows(broker.address());
        flows.getSpec().format = "cdevents";
        replica.apply(flows);
        assertThat(replica.problem("audit")).contains("give spec.format of both the same value");

        replica.apply(flows(broker.address()));
        publish(APPS, 0, 2);
        assertThat(replica.problem("audit")).isEmpty();
        complete(ids(APPS, 0, 2));

        replica.delete("flows");
        assertThat(replica.problem("audit")).contains("does not exist");
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(name, value);
        return all;
    }

    @Test
    void onlyEventsOfFlowsThatItWantsReachTheReceiver() throws Exception {
        CloudEvent request = CloudEventBuilder.v1().withId("request").withType("dev.dromon.task.callback.v1").withSource(URI.create("/cluster")).withTime(OffsetDateTime.parse("2026-01-02T03:04:05Z"))
                .withExtension("partitionkey", "shop/app0").withData("application/json", URI.create("https://dromon.dev/schemas/task-callback.v1.json"), "{\"token\":\"x\"}".getBytes(StandardCharsets.UTF_8)).build();
        CloudEvent posing = CloudEventBuilder.v1(request).withId("posing").withData("text/plain\r\nInjected: yes", URI.create(dev.dromon.event.CloudEvent.DATA_SCHEMA), new byte[] {'x'}).build();
        Map<String, String> binary = Map.of("ce_specversion", "1.0", "ce_id", "broken", "ce_type", "dev.dromon.app.completed.v1", "ce_source", "/cluster");
        broker.put(topic, "shop/app0", "no event".getBytes(StandardCharsets.UTF_8), Map.of());
        broker.put(topic, "shop/app0", new byte[0], Map.of());
        broker.put(topic, "shop/app0", null, Map.of("content-type", "application/cloudevents+json"));
        broker.put(topic, "shop/app0", "{\"specversion\": ".getBytes(StandardCharsets.UTF_8), Map.of("content-type", "application/cloudevents+json"));
        broker.put(topic, "shop/app0", "{}".getBytes(StandardCharsets.UTF_8), with(binary, "ce_time", "yesterday"));
        broker.put(topic, "shop/app0", "{}".getBytes(StandardCharsets.UTF_8), with(binary, "ce_specversion", "9.9"));
        CloudEvent named = CloudEventBuilder.v1(posing).withId("a\r\nInjected: yes").withDataContentType("application/json").withData("""
                {"app": "app0", "reason": "Completed", "object": {"namespace": "shop"}}""".getBytes(StandardCharsets.UTF_8)).build();
        try (KafkaSender sender = sender(broker.address(), CloudEventEncoder.Mode.BINARY)) {
            sender.post(request);
            sender.post(posing);
            sender.post(named);
            publish(sender, APPS, 0, 2);
        }
        EventSink fed = fed();
        fed.getSpec().filter = new EventSinkFilter();
        fed.getSpec().filter.apps = List.of("app0", "app3");
        fed.getSpec().filter.namespaces = List.of("shop");
        fed.getSpec().filter.reasons = List.of("Completed");
        FeedReplica replica = replica();
        replica.apply(flows(broker.address()));
        replica.apply(fed);

        complete(ids(List.of("app0", "app3"), 0, 2));
        eventually(() -> {
            assertThat(replica.overview("audit").delivered()).isEqualTo(4);
            assertThat(replica.overview("audit").pending()).isZero();
        });
        assertThat(receiver.asked()).hasSize(4);
    }

    @Test
    void whatHappenedBeforeTheSinkIsNotForItButIsWhenItIsAskedFor() throws Exception {
        publish(APPS, 0, 2);
        EventSink fed = fed();
        fed.getMetadata().setCreationTimestamp("2026-01-02T03:04:06Z");
        FeedReplica replica = replica();
        replica.apply(flows(broker.address()));
        replica.apply(fed);
        eventually(() -> assertThat(broker.committed(replica.group("audit"))).isEqualTo(PARTITIONS));
        assertThat(receiver.asked()).isEmpty();

        fed.getSpec().replayFrom = "2026-01-02T03:04:05Z";
        fed.getMetadata().setGeneration(2L);
        replica.apply(fed);

        complete(ids(APPS, 0, 2));
        assertThat(receiver.asked()).hasSize(24);
    }

    @Test
    void brokersThatAreAwayAreNamedAndReadFromWhenTheyAreBack() throws Exception {
        try (Broker weak = new Broker()) {
            weak.topic(topic, 2);
            FeedReplica replica = replica();
            replica.apply(flows(weak.address()));
            replica.apply(fed());
            try (KafkaSender sender = sender(weak.address(), CloudEventEncoder.Mode.BINARY)) {
                publish(sender, APPS, 0, 2);
                complete(ids(APPS, 0, 2));
                weak.stop();
                eventually(() -> assertThat(replica.overview("audit").unread()).hasValueSatisfying(u -> assertThat(u.problem()).startsWith("the topic of EventSink flows cannot be read: ")));
                weak.start();
                publish(sender, APPS, 2, 4);
            }

            complete(ids(APPS, 0, 4));
            eventually(() -> assertThat(replica.overview("audit").unread()).isEmpty());
            replica.close();
        }
    }

    @Test
    void aTopicThatDoesNotExistIsNamedAndReadFromWhenItDoes() throws Exception {
        topic = "not-yet-" + topic;
        FeedReplica replica = replica();
        replica.apply(flows(broker.address()));
        replica.apply(fed());
        eventually(() -> assertThat(replica.overview("audit").unread())
                .hasValueSatisfying(u -> assertThat(u.problem()).isEqualTo("the topic of EventSink flows cannot be read: topic " + topic + " does not exist; create it")));

        broker.topic(topic, 1);
        publish(APPS, 0, 1);

        complete(ids(APPS, 0, 1));
        eventually(() -> assertThat(replica.overview("audit").unread()).isEmpty());
    }

    @Test
    void memoryIsBoundedWhileTheReceiverTakesNothing() {
        publish(APPS, 0, 400);
        AtomicReference<FeedOverview> overview = new AtomicReference<>(FeedOverview.NONE);
        KafkaTerms terms = KafkaTerms.of(flows(broker.address()).getSpec().kafka);
        ExecutorService workers = Executors.newFixedThreadPool(2);
        Thread thread;
        FeedReader reader = new FeedReader(new FeedReader.Terms("audit", "dromon-bounded", "flows", terms, Instant.EPOCH, new Backoff(Duration.ofMillis(10), Duration.ofMillis(10)), Duration.ofSeconds(1)),
                new FeedReader.Parts(null, InstantSource.system(), workers, (record, before) -> new FeedReader.Outcome(before.failed(new SinkState.Trouble("no", Instant.EPOCH)), Optional.of(Duration.ofMillis(10))),
                        overview::updateAndGet));
        opened(workers::shutdownNow);
        opened(reader::close);
        thread = new Thread(reader);
        thread.start();

        eventually(() -> assertThat(overview.get().pending()).isEqualTo(4800));
        eventually(() -> assertThat(reader.held()).isBetween(1, FeedReader.LANE * 2 * PARTITIONS));
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(30)).until(() -> reader.held() <= FeedReader.LANE * 2 * PARTITIONS && reader.held() <= FeedReader.ALL + FeedReader.LANE);
    }
}
