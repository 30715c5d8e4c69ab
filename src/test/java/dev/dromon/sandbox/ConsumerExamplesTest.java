package dev.dromon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.EventSink;
import dev.dromon.app.Dromon;
import dev.dromon.sandbox.demo.FlowRecord;
import dev.dromon.sink.Broker;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of consumers get every event of a flow, as their pages say. */
class ConsumerExamplesTest {

    private static final Path EXAMPLES = Path.of("examples");
    private static final String SYSTEM = "dromon-system";
    private static final String KEY = "whsec_" + Base64.getEncoder().encodeToString("a key that has thirty-two bytes!".getBytes(StandardCharsets.UTF_8));

    /** The API server makes data of stringData; the sandbox does not. */
    private static final String PLACEHOLDER = "stringData:\n  secret: replace-me\n";

    @TempDir
    private Path folder;
    private Sandbox sandbox;
    private Dromon dromon;

    @BeforeEach
    void start() {
        sandbox = new Sandbox().start();
        client().resource(new NamespaceBuilder().withNewMetadata().withName(SYSTEM).endMetadata().build()).create();
        Properties settings = new Properties();
        settings.setProperty("dromon.http.port", "");
        dromon = new Dromon(settings, client()).start();
    }

    @AfterEach
    void stop() {
        dromon.close();
        sandbox.close();
    }

    private KubernetesClient client() {
        return sandbox.client();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
    }

    /** An application goes through, and all of its events, and no others, come. */
    private void flowIsToldTo(Supplier<List<String>> ids) {
        sandbox.apply(EXAMPLES.resolve("single-deployment"));
        eventually(() -> {
            FlowRecord flow = FlowRecord.read(client(), "single-deployment");
            assertThat(flow.told()).containsValue("Completed").hasSize(flow.transitions());
            assertThat(ids.get()).containsExactlyInAnyOrderElementsOf(flow.told().keySet());
        });
    }

    @Test
    void httpConsumerGetsEverythingOnceItsSecretHasAKey() {
        try (ExampleProcess consumer = new ExampleProcess(folder, KEY)) {
            apply("http-consumer/20-sink.yaml", "http://127.0.0.1:8090/events", consumer.address().toString());
            apply("http-consumer/10-secret.yaml", PLACEHOLDER, "data: {secret: " + base64("replace-me") + "}");
            sandbox.apply(EXAMPLES.resolve("single-deployment"));
            eventually(() -> assertThat(client().resources(EventSink.class).withName("http-consumer").get().getStatus()).isNotNull()
                    .satisfies(status -> assertThat(status.lastError).startsWith("expected at least 24 bytes").contains("Secret http-consumer")));
            assertThat(consumer.events()).isEmpty();

            apply("http-consumer/10-secret.yaml", PLACEHOLDER, "data: {secret: " + base64(KEY) + "}");

            flowIsToldTo(() -> consumer.events().stream().map(line -> line.substring(line.lastIndexOf(' ') + 1)).toList());
            assertThat(consumer.errors()).isEmpty();
        }
    }

    /** Applies a file of the examples with something in it replaced, as its users do it. */
    private void apply(String file, String what, String by) {
        try {
            String manifest = Files.readString(EXAMPLES.resolve(file));
            assertThat(manifest).containsOnlyOnce(what);
            sandbox.apply(Files.writeString(folder.resolve("changed.yaml"), manifest.replace(what, by)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void kafkaConsumerGetsEverythingWithTheKeyAndTheHeadersOfThePage() throws IOException {
        try (Broker broker = new Broker()) {
            broker.topic("flows", 3);
            apply("kafka-consumer/10-sink.yaml", "localhost:9092", broker.address());

            flowIsToldTo(() -> broker.records("flows").stream().map(record -> Broker.event(record).getId()).toList());

            Set<String> headers = new TreeSet<>();
            List<ConsumerRecord<String, byte[]>> records = broker.records("flows");
            records.forEach(record -> record.headers().forEach(header -> headers.add(header.key())));
            assertThat(records).extracting(ConsumerRecord::key).containsOnly("single-deployment/hello");
            assertThat(records).extracting(ConsumerRecord::partition).containsOnly(records.get(0).partition());
            assertThat(headersOfThePage()).isEqualTo(headers);
        }
    }

    private static Set<String> headersOfThePage() throws IOException {
        String page = Files.readString(EXAMPLES.resolve("README.md"));
        return Pattern.compile("(?m)^\\| `((?:ce_|content-)[a-z]+)`").matcher(page).results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
