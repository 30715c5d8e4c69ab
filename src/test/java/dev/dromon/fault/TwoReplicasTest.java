package dev.dromon.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnTask;
import dev.dromon.cluster.Manifests;
import dev.dromon.hook.Deliveries;
import dev.dromon.sink.Receiver;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two processes of the runtime, of which one leads, take deliveries and answers from outside. */
@Tag("cluster")
class TwoReplicasTest extends ReplicaFlow {

    private static final String KEY = "a-key-of-the-sender-0123456789";
    private static final byte[] BODY = "{\"after\":\"4f1c0de\"}".getBytes(StandardCharsets.UTF_8);
    private static final int CONNECTIONS = 20;
    private static final int IDS = 700;
    private static final int REPEATS = 300;
    private static final int KILLED_AFTER = 300;

    private final List<Integer> ports = List.of(free(), free());

    private Replica leader() {
        Replica leader = new Replica(stage, "leading", "dromon.http.port=" + ports.get(0)).start();
        leader.awaitLeading();
        return leader;
    }

    private Replica follower() {
        return new Replica(stage, "following", "dromon.http.port=" + ports.get(1)).start();
    }

    private static String id(int number) {
        return "delivery-" + number;
    }

    /** A trigger whose deliveries both take: they know its Secret when the first delivery, repeated to the second, is no stranger. */
    private void trigger() {
        stage.admin().resource(new SecretBuilder().withNewMetadata().withName("sender").withNamespace(namespace).endMetadata().withStringData(Map.of("secret", KEY)).build()).create();
        apply(Manifests.readsSecret("sender", "get, list, watch"));
        apply("""
                apiVersion: dromon.dev/v1alpha1
                kind: WebhookTrigger
                metadata: {name: many}
                spec:
                  authentication: {standardWebhooks: {secret: {name: sender}}}
                  ratePerMinute: 6000
                  task: {definition: missing, parameters: {sha: {jsonPath: $.after}}}
                """);
        eventually(() -> assertThat(deliver(ports.get(0), id(0))).isEqualTo(202));
        eventually(() -> assertThat(deliver(ports.get(1), id(0))).isEqualTo(200));
    }

    private int deliver(int port, String id) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hooks/" + namespace + "/many")).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(BODY));
        Deliveries.signed(KEY, id, Instant.now(), BODY).forEach(request::header);
        return send(request.build());
    }

    /** As a sender does it that gets no answer: the same delivery again, which reaches another replica. */
    private int deliverUntilAnswered(int first, String id) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                return deliver(ports.get((first + attempt) % 2), id);
            } catch (IOException e) {
                assertThat(attempt).as("both are gone: %s", e).isZero();
            }
        }
    }

    /** Answers to all deliveries, each to one of the two, from several connections at once; afterwards is called after so many. */
    private List<Integer> deliverAll(int count, Runnable afterwards) throws Exception {
        List<String> all = new ArrayList<>(Stream.concat(IntStream.range(0, IDS).boxed(), IntStream.range(0, REPEATS).boxed()).map(TwoReplicasTest::id).toList());
        Collections.shuffle(all, new Random(1));
        AtomicInteger done = new AtomicInteger();
        ExecutorService senders = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Callable<Integer>> deliveries = IntStream.range(0, all.size()).<Callable<Integer>>mapToObj(i -> () -> {
                int status = deliverUntilAnswered(i % 2, all.get(i));
                if (done.incrementAndGet() == count) {
                    afterwards.run();
                }
                return status;
            }).toList();
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : senders.invokeAll(deliveries)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            senders.shutdownNow();
        }
    }

    private void oneTaskForEach() {
        assertThat(tasks()).hasSize(IDS).extracting(t -> t.getMetadata().getLabels().get("dromon.dev/delivery")).doesNotHaveDuplicates();
    }

    @Test
    void eachOfAThousandDeliveriesStartsOneTaskWhicheverReplicaTakesIt() throws Exception {
        try (Replica leader = leader(); Replica follower = follower()) {
            trigger();

            List<Integer> answers = deliverAll(0, () -> { });

            assertThat(leader.leads()).isTrue();
            assertThat(follower.leads()).isFalse();
            assertThat(answers).containsOnly(200, 202);
            assertThat(Collections.frequency(answers, 202)).isEqualTo(IDS - 1);
            oneTaskForEach();
        }
    }

    /** A task of a delivery that was created and not answered is answered 200 when it comes again. */
    @Test
    void eachStartsOneTaskAlsoWhenTheLeaderIsKilledAmongThem() throws Exception {
        try (Replica leader = leader(); Replica follower = follower()) {
            trigger();

            List<Integer> answers = deliverAll(KILLED_AFTER, leader::kill);

            assertThat(answers).containsOnly(200, 202);
            System.out.println("faults: the leader of two killed with -9 after " + KILLED_AFTER + " of " + answers.size() + " deliveries; answered 202: " + Collections.frequency(answers, 202)
                    + ", tasks: " + tasks().size());
            oneTaskForEach();
            assertThat(deliver(ports.get(1), id(IDS - 1))).isEqualTo(200);
        }
    }

    private String asked(Receiver receiver) {
        apply(sink(receiver));
        deployAsking();
        eventually(() -> assertThat(receiver.taken()).hasSize(1));
        return token(receiver.taken().get(0).event());
    }

    @Test
    void ofAnswersToBothAtTheSameTimeOneCounts() throws Exception {
        try (Receiver receiver = new Receiver(); Replica leader = leader(); Replica follower = follower()) {
            String token = asked(receiver);
            eventually(() -> assertThat(send(answer(ports.get(1), "Z".repeat(43), YES))).isEqualTo(404));

            List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 12).mapToObj(i -> browser.sendAsync(answer(ports.get(i % 2), token,
                    "{\"outcome\":\"" + (i % 4 < 2 ? "succeeded" : "failed") + "\",\"message\":\"answer " + i + "\"}"), HttpResponse.BodyHandlers.ofString())).toList();

            List<Integer> told = answers.stream().map(a -> a.join().statusCode()).toList();
            assertThat(told).containsOnly(200, 409).filteredOn(status -> status == 200).hasSize(1);
            int counted = told.indexOf(200);
            KeptnTask ended = task(counted % 4 < 2 ? "Succeeded" : "Failed");
            assertThat(ended.getStatus().callback.message).isEqualTo("answer " + counted);
            assertThat(leader.leads()).isTrue();
            assertThat(follower.leads()).isFalse();
        }
    }

    /** The follower takes the answer while nobody leads, and makes a verdict of it when it does. */
    @Test
    void anAnswerToTheFollowerCountsAlsoWhenTheLeaderHasBeenKilled() throws Exception {
        try (Receiver receiver = new Receiver(); Replica leader = leader(); Replica follower = follower()) {
            String token = asked(receiver);
            eventually(() -> assertThat(task("Progressing").getStatus().callback.requested).isNotNull());
            eventually(() -> assertThat(send(answer(ports.get(1), "Z".repeat(43), YES))).isEqualTo(404));
            leader.kill();

            assertThat(send(answer(ports.get(1), token, YES))).isEqualTo(200);

            assertThat(follower.leads()).isFalse();
            assertThat(tasks().get(0).getStatus().callback.outcome).isEqualTo("succeeded");
            assertThat(task("Succeeded").getStatus().message).isEqualTo("fine with me");
            appSucceeds();
            assertThat(follower.leads()).isTrue();
            assertThat(send(answer(ports.get(1), token, NO))).isEqualTo(409);
            assertThat(receiver.asked()).hasSize(1);
        }
    }
}
