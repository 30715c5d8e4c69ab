package dev.dromon.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.event.CloudEvent;
import dev.dromon.event.FlowData;
import dev.dromon.event.FlowEvent;
import dev.dromon.event.Subject;
import dev.dromon.model.Level;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against a real broker. */
class KafkaSenderTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.123456Z");
    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static Broker broker;

    @BeforeAll
    static void start() {
        broker = new Broker();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static String topic() {
        String topic = "flow.events-" + TOPICS.incrementAndGet();
        broker.topic(topic, 4);
        return topic;
    }

    private static KafkaSender sender(String address, String topic, CloudEventEncoder.Mode mode) {
        return sender(address, topic, mode, Duration.ofSeconds(60));
    }

    private static KafkaSender sender(String address, String topic, CloudEventEncoder.Mode mode, Duration timeout) {
        return new KafkaSender("sink", new KafkaTerms(List.of(address), topic, mode, timeout, false, Optional.empty(), Optional.empty(), Optional.empty()), null);
    }

    static Parcel parcel(String app, int number, String text) {
        Subject.Ref ref = new Subject.Ref("lifecycle.keptn.sh/v1", "KeptnAppVersion", "shop", app + "-1.0", "uid");
        FlowEvent told = new FlowEvent(app + "-" + number, "Completed", false, "done", ref, new Subject(Level.APP, ref, ref, app, "", text), "", TIME);
        FlowData data = new FlowData(told, Optional.empty(), Optional.of(text), List.of(), Optional.empty(), Duration.ZERO, Map.of());
        return new Parcel(null, new CloudEvent(told.id(), "dev.dromon.app.completed.v1", ref.path(), app + "/" + text, TIME, Map.of("partitionkey", "shop/" + app, "sequence",
                String.format("%010d", number)), data), 0, 1, false);
    }

    private static List<Answer> deliver(KafkaSender sender, List<Parcel> parcels) {
        try {
            List<KafkaSender.Sent> sent = parcels.stream().map(sender::send).toList();
            List<Answer> answers = new ArrayList<>();
            for (KafkaSender.Sent one : sent) {
                answers.add(sender.await(one));
            }
            return answers;
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(CloudEventEncoder.Mode.class)
    void everyTextArrivesAsItIsUnderTheKeyOfItsApp(CloudEventEncoder.Mode mode) throws IOException {
        String topic = topic();
        List<String> texts = List.of("plain", "a \"quoted\" one", "two\nlines\r\nInjected: yes", "ünïcödé ✓ 漢字 🚀", "100% +plus %41", "back\\slash \u0007 tab\t", "x".repeat(20_000));
        try (KafkaSender sender = sender(broker.address(), topic, mode)) {
            assertThat(deliver(sender, texts.stream().map(t -> parcel("cart", texts.indexOf(t), t)).toList())).allMatch(a -> a.verdict() == Answer.Verdict.TAKEN);
        }

        List<ConsumerRecord<String, byte[]>> records = broker.records(topic);
        assertThat(records).extracting(ConsumerRecord::key).containsOnly("shop/cart");
        for (int i = 0; i < texts.size(); i++) {
            io.cloudevents.CloudEvent event = Broker.event(records.get(i));
            assertThat(event.getSubject()).isEqualTo("cart/" + texts.get(i));
            assertThat(event.getId()).isEqualTo("cart-" + i);
            assertThat(event.getExtension("partitionkey")).isEqualTo("shop/cart");
            assertThat(new ObjectMapper().readTree(event.getData().toBytes()).path("previousVersion").textValue()).isEqualTo(texts.get(i));
            assertThat(CloudEventSchema.problems(event.getData().toBytes())).isEmpty();
        }
        assertThat(records).hasSize(texts.size());
    }

    @ParameterizedTest
    @EnumSource(CloudEventEncoder.Mode.class)
    void aRequestArrivesUnderTheKeyOfItsAppAndIsWaitedFor(CloudEventEncoder.Mode mode) throws InterruptedException {
        String topic = topic();
        io.cloudevents.CloudEvent request = CloudEventBuilder.v1().withId("1").withType("dev.dromon.task.callback.v1").withSource(URI.create("/cluster")).withTime(TIME.atOffset(ZoneOffset.UTC))
                .withExtension("partitionkey", "shop/cart").withData("application/json", "{}".getBytes(StandardCharsets.UTF_8)).build();
        try (KafkaSender sender = sender(broker.address(), topic, mode)) {
            assertThat(sender.post(request).verdict()).isEqualTo(Answer.Verdict.TAKEN);
        }

        assertThat(broker.records(topic)).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("shop/cart");
            assertThat(Broker.event(record).getType()).isEqualTo("dev.dromon.task.callback.v1");
            assertThat(Broker.event(record).getData().toBytes()).asString(StandardCharsets.UTF_8).isEqualTo("{}");
        });
    }

    @ParameterizedTest
    @EnumSource(CloudEventEncoder.Mode.class)
    void aCDEventArrivesAsItIs(CloudEventEncoder.Mode mode) {
        String topic = topic();
        try (KafkaSender sender = sender(broker.address(), topic, mode)) {
            Parcel parcel = new Parcel(null, CDEventEncoderTest.event("a \"quoted\"\nüñ 🚀"), 0, 1, false);
            assertThat(deliver(sender, List.of(parcel))).allMatch(a -> a.verdict() == Answer.Verdict.TAKEN);
        }

        assertThat(broker.records(topic)).singleElement().satisfies(found -> {
            assertThat(found.key()).isEqualTo("shop/cart");
            assertThat(Broker.event(found).getType()).isEqualTo("dev.cdevents.taskrun.finished.0.1.1");
            assertThat(Broker.event(found).getSubject()).isEqualTo("/tasks/a \"quoted\"\nüñ 🚀");
            assertThat(Broker.event(found).getDataContentType()).isEqualTo("application/cdevents+json");
            assertThat(CDEventSchema.problems(Broker.event(found).getData().toBytes())).isEmpty();
        });
    }

    @Test
    void manyOfManyAppsArriveOnceAndInTheOrderOfEachApp() {
        String topic = topic();
        try (KafkaSender sender = sender(broker.address(), topic, CloudEventEncoder.Mode.BINARY)) {
            List<CompletableFuture<List<Answer>>> apps = IntStream.range(0, 8)
                    .mapToObj(app -> CompletableFuture.supplyAsync(() -> deliver(sender, IntStream.range(0, 200).mapToObj(n -> parcel("app" + app, n, "1.0")).toList()))).toList();
            assertThat(apps).flatMap(CompletableFuture::join).hasSize(1600).allMatch(a -> a.verdict() == Answer.Verdict.TAKEN);
        }

        List<ConsumerRecord<String, byte[]>> records = broker.records(topic);
        assertThat(records).hasSize(1600);
        for (int app = 0; app < 8; app++) {
            String key = "shop/app" + app;
            assertThat(records.stream().filter(r -> r.key().equals(key)).map(r -> (String) Broker.event(r).getExtension("sequence"))).hasSize(200).isSorted();
            assertThat(records.stream().filter(r -> r.key().equals(key)).map(ConsumerRecord::partition).distinct()).hasSize(1);
        }
    }

    @Test
    void aTopicThatWasJustMadeGetsAllInTheirOrder() {
        for (int round = 0; round < 10; round++) {
            String topic = topic();
            try (KafkaSender sender = sender(broker.address(), topic, CloudEventEncoder.Mode.BINARY)) {
                assertThat(deliver(sender, IntStream.range(0, 50).mapToObj(n -> parcel("cart", n, "1.0")).toList())).allMatch(a -> a.verdict() == Answer.Verdict.TAKEN);
            }
            assertThat(broker.records(topic)).extracting(r -> (String) Broker.event(r).getExtension("sequence")).hasSize(50).isSorted();
        }
    }

    @Test
    void aRecordThatIsTooLargeIsRefusedAndTheNextOnesAreNot() {
        String topic = topic();
        try (KafkaSender sender = sender(broker.address(), topic, CloudEventEncoder.Mode.BINARY)) {
            assertThat(deliver(sender, List.of(parcel("cart", 0, "x".repeat(400_000))))).singleElement().satisfies(a -> {
                assertThat(a.verdict()).isEqualTo(Answer.Verdict.REFUSED);
                assertThat(a.problem()).startsWith("the brokers did not take it: ");
            });
            assertThat(deliver(sender, List.of(parcel("cart", 1, "1.0")))).singleElement().satisfies(a -> assertThat(a.verdict()).isEqualTo(Answer.Verdict.TAKEN));
        }

        assertThat(broker.records(topic)).hasSize(1);
    }

    @Test
    void aTopicThatDoesNotExistYetIsTriedAgain() {
        try (KafkaSender sender = sender(broker.address(), "not-there", CloudEventEncoder.Mode.BINARY, Duration.ofSeconds(10))) {
            assertThat(deliver(sender, List.of(parcel("cart", 0, "1.0")))).singleElement().satisfies(a -> {
                assertThat(a.verdict()).isEqualTo(Answer.Verdict.RETRY);
                assertThat(a.problem()).contains("not-there");
            });
            broker.topic("not-there", 1);

            assertThat(deliver(sender, List.of(parcel("cart", 0, "1.0")))).singleElement().satisfies(a -> assertThat(a.verdict()).isEqualTo(Answer.Verdict.TAKEN));
        }
    }

    @Test
    void brokersThatAreNotThereAreNoticedWithinTheTimeout() {
        long before = System.nanoTime();
        try (KafkaSender sender = sender("127.0.0.1:1", "topic", CloudEventEncoder.Mode.BINARY, Duration.ofSeconds(2))) {
            assertThat(deliver(sender, List.of(parcel("cart", 0, "1.0")))).singleElement().satisfies(a -> assertThat(a.verdict()).isEqualTo(Answer.Verdict.RETRY));
        }

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aBrokerThatComesBackGetsTheRestInOrder() {
        try (Broker weak = new Broker()) {
            weak.topic("flows", 4);
            try (KafkaSender sender = sender(weak.address(), "flows", CloudEventEncoder.Mode.BINARY, Duration.ofSeconds(2))) {
                assertThat(deliver(sender, parcels(0, 10))).allMatch(a -> a.verdict() == Answer.Verdict.TAKEN);
                weak.stop();
                assertThat(deliver(sender, parcels(10, 11))).allMatch(a -> a.verdict() == Answer.Verdict.RETRY);
                weak.start();

                await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(deliver(sender, parcels(10, 20))).allMatch(a -> a.verdict() == Answer.Verdict.TAKEN));
            }
            assertThat(weak.records("flows").stream().map(r -> (String) Broker.event(r).getExtension("sequence")).distinct()).hasSize(20).isSorted();
        }
    }

    private static List<Parcel> parcels(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> parcel("cart", n, "1.0")).toList();
    }

    @Test
    void whoeverIsClosedTakesNothing() {
        KafkaSender sender = sender(broker.address(), topic(), CloudEventEncoder.Mode.BINARY);
        sender.close();

        assertThat(deliver(sender, List.of(parcel("cart", 0, "1.0")))).singleElement().satisfies(a -> assertThat(a.problem()).contains("no longer served"));
    }
}
