package dev.dromon.bench;

import dev.dromon.api.KeptnTask;
import dev.dromon.api.WebhookTrigger;
import dev.dromon.cluster.Manifests;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Deliveries from outside, signed after Standard Webhooks, over twenty connections: repeats of a delivery that is known, deliveries whose signature is wrong, and new ones,
 * each of which becomes a KeptnTask with a Job. Spread over some triggers, because each takes a bounded number per minute.
 */
final class HooksPart {

    private static final String NAMESPACE = "hooked";
    private static final String KEY = "the key of the bench, long enough";
    private static final int TRIGGERS = 10;
    private static final int REPEATED = 5000;
    private static final int NEW = 250;
    private static final int ROUNDS_PER_REPEAT = 4;
    private static final double PER_SECOND = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final byte[] BODY = "{\"ref\": \"refs/heads/main\", \"after\": \"8f3c1d2e\", \"repository\": {\"full_name\": \"shop/web\"}}".getBytes(StandardCharsets.UTF_8);

    private final Stage stage;
    private int rounds;

    HooksPart(Stage stage) {
        this.stage = stage;
    }

    void run() {
        stage.cluster().namespace(NAMESPACE, true);
        stage.apps().task(NAMESPACE);
        apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: sender}
                stringData: {secret: "%s"}
                """.formatted(KEY) + Manifests.readsSecret("sender", "get, list, watch"));
        IntStream.range(0, TRIGGERS).forEach(i -> apply("""
                apiVersion: dromon.dev/v1alpha1
                kind: WebhookTrigger
                metadata: {name: trigger%d}
                spec:
                  authentication: {standardWebhooks: {secret: {name: sender}}}
                  ratePerMinute: 6000
                  task:
                    definition: %s
                    parameters: {sha: {jsonPath: $.after}}
                """.formatted(i, Apps.TASK)));
        stage.runtime().start();
        try (Sender sender = new Sender(stage.port())) {
            Awaitility.await("the triggers take deliveries").atMost(PATIENCE).until(this::ready);
            require(sender.send(deliveries(TRIGGERS, i -> "known", KEY)), Set.of(202));
            rates(sender, "repeated webhook deliveries per second, verified, answered with 200", Set.of(200), () -> deliveries(REPEATED, i -> "known", KEY));
            rates(sender, "webhook deliveries with a wrong signature per second, answered with 401 or 429", Set.of(401, 429), () -> deliveries(REPEATED, i -> "wrong" + i, KEY + "!"));
            rates(sender, "new webhook deliveries per second, verified, answered with 202, each a KeptnTask with a Job", Set.of(202), () -> deliveries(NEW, i -> "new" + rounds + "-" + i, KEY));
        }
        stage.runtime().close();
        long tasks = stage.client().resources(KeptnTask.class).inNamespace(NAMESPACE).list().getItems().size();
        long expected = TRIGGERS + (long) NEW * (1 + stage.repeats() / ROUNDS_PER_REPEAT);
        if (tasks != expected) {
            throw new IllegalStateException("expected one KeptnTask for each new delivery, " + expected + ", found " + tasks);
        }
    }

    /** Signing is the sender's work and not measured; nor is the first round. */
    private void rates(Sender sender, String figure, Set<Integer> expected, Supplier<List<Sender.Delivery>> round) {
        stage.results().least(figure, PER_SECOND);
        for (int i = 0; i <= stage.repeats() / ROUNDS_PER_REPEAT; i++) {
            stage.untilQuiet(Duration.ofSeconds(3));
            rounds++;
            List<Sender.Delivery> deliveries = round.get();
            long begun = System.nanoTime();
            Map<Integer, Integer> answers = sender.send(deliveries);
            double rate = deliveries.size() * 1e9 / (System.nanoTime() - begun);
            require(answers, expected);
            if (i > 0) {
                stage.results().add(figure, "/s", rate);
            }
        }
    }

    private void apply(String manifests) {
        List<HasMetadata> objects = stage.client().load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8))).items();
        objects.forEach(object -> stage.client().resource(object).inNamespace(NAMESPACE).create());
    }

    private boolean ready() {
        List<WebhookTrigger> triggers = stage.client().resources(WebhookTrigger.class).inNamespace(NAMESPACE).list().getItems();
        return triggers.stream().allMatch(t -> t.getStatus() != null && t.getStatus().conditions.stream().anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus())));
    }

    private static List<Sender.Delivery> deliveries(int count, IntFunction<String> id, String key) {
        return IntStream.range(0, count).mapToObj(i -> Sender.Delivery.signed("/hooks/" + NAMESPACE + "/trigger" + i % TRIGGERS, id.apply(i), key, BODY)).toList();
    }

    private static void require(Map<Integer, Integer> answers, Set<Integer> expected) {
        if (!expected.containsAll(answers.keySet())) {
            throw new IllegalStateException("expected only the answers " + expected + ", found " + answers);
        }
    }
}
