package dev.dromon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.EventSink;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.app.Dromon;
import dev.dromon.kube.KubeClients;
import dev.dromon.model.State;
import dev.dromon.sandbox.demo.FlowRecord;
import dev.dromon.sink.Receiver;
import dev.dromon.telemetry.DocumentedMetrics;
import dev.dromon.telemetry.Exposed;
import dev.dromon.telemetry.Telemetry;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics and health of a real runtime, asked by HTTP, while flows go on. */
class MetricsTest {

    private static final Path EXAMPLE = Path.of("examples", "single-deployment");
    private static final String NAMESPACE = "single-deployment";

    @TempDir
    private Path folder;
    private final HttpClient browser = HttpClient.newHttpClient();
    private final Telemetry telemetry = new Telemetry();
    private Sandbox sandbox;
    private KubernetesClient client;
    private Dromon dromon;
    private int port;

    @BeforeEach
    void start() throws IOException {
        port = free();
        sandbox = new Sandbox().start();
        sandbox.client().resource(new NamespaceBuilder().withNewMetadata().withName("dromon-system").endMetadata().build()).create();
        client = KubeClients.reconciling(sandbox.config(), telemetry.requests());
        Properties settings = new Properties();
        settings.putAll(Map.of("dromon.http.port", String.valueOf(port), "dromon.history.limit", "1", "dromon.events.keep", "1s"));
        dromon = new Dromon(settings, client, telemetry).start();
    }

    @AfterEach
    void stop() {
        dromon.close();
        client.close();
        sandbox.close();
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(30));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Exposed metrics() {
        HttpResponse<String> response = get("/metrics");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        return Exposed.read(response.body());
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
    }

    private void sink(String name, String url, String more) {
        try {
            sandbox.apply(Files.writeString(folder.resolve(name + ".yaml"), """
                    apiVersion: dromon.dev/v1alpha1
                    kind: EventSink
                    metadata: {name: %s}
                    spec:
                      http: {url: "%s", allowLocalAddresses: true}
                    %s""".formatted(name, url, more)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EventSink sink(String name) {
        return sandbox.client().resources(EventSink.class).withName(name).get();
    }

    /** The next version of the example. */
    private void deploy(String version) {
        try {
            String manifest = Files.readString(EXAMPLE.resolve("20-hello.yaml"));
            sandbox.apply(Files.writeString(folder.resolve("hello.yaml"), manifest.replace("keptn.sh/workload: hello", "keptn.sh/workload: hello\n        keptn.sh/version: \"" + version + "\"")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        eventually(() -> assertThat(sandbox.client().resources(KeptnAppVersion.class).inNamespace(NAMESPACE).list().getItems())
                .anySatisfy(app -> {
                    assertThat(app.getSpec().version).isEqualTo(version);
                    assertThat(app.getStatus()).isNotNull();
                    assertThat(app.getStatus().status).isEqualTo("Succeeded");
                }));
    }

    @Test
    void aFlowIsCountedOnceAndWithoutTheNamesOfItsObjects() {
        try (Receiver receiver = new Receiver()) {
            sink("taker", receiver.url(), "");
            eventually(() -> assertThat(metrics().sum("dromon_sink_events_delivered_total", "sink", "taker")).isZero());
            sandbox.apply(EXAMPLE);
            eventually(() -> {
                FlowRecord flow = FlowRecord.read(sandbox.client(), NAMESPACE);
                assertThat(flow.told()).containsValue("Completed").hasSize(flow.transitions());
                assertThat(sink("taker").getStatus()).isNotNull();
                assertThat(sink("taker").getStatus().delivered).isEqualTo(flow.transitions());
                assertThat(metrics().sum("dromon_sink_events_delivered_total", "sink", "taker")).isEqualTo(flow.transitions());
                assertThat(metrics().sum("dromon_sink_events_delivered_total", "sink", "kubernetes")).isEqualTo(flow.transitions());
            });

            Exposed exposed = metrics();
            assertThat(exposed.sum("dromon_gate_wait_seconds_count", "verdict", "approved")).isEqualTo(1);
            assertThat(exposed.sum("dromon_task_duration_seconds_count")).isEqualTo(1);
            assertThat(exposed.sum("dromon_task_duration_seconds_count", "outcome", "Succeeded")).isEqualTo(1);
            assertThat(exposed.sum("dromon_task_duration_seconds_sum")).as("a Job of the sandbox takes 100 ms").isGreaterThan(0.09);
            assertThat(exposed.sum("dromon_run_duration_seconds_count", "kind", "KeptnAppVersion", "outcome", "Succeeded")).isEqualTo(1);
            assertThat(exposed.sum("dromon_run_duration_seconds_count", "kind", "KeptnWorkloadVersion", "outcome", "Succeeded")).isEqualTo(1);
            assertThat(exposed.sum("dromon_phase_duration_seconds_count", "outcome", "Succeeded")).isEqualTo(phasesRecorded());
            assertThat(exposed.sum("dromon_sink_events_lost_total")).isZero();
            assertThat(exposed.sum("dromon_sink_dead_letters_total")).isZero();
            assertThat(exposed.sum("dromon_sink_events_pending", "sink", "taker")).isZero();
            assertThat(exposed.sum("dromon_sink_last_success_timestamp_seconds", "sink", "taker")).isBetween(System.currentTimeMillis() / 1000.0 - 120, System.currentTimeMillis() / 1000.0 + 1);
            assertThat(exposed.sum("dromon_api_requests_total", "verb", "create", "resource", "keptntasks", "code", "201")).isEqualTo(1);
            assertThat(exposed.sum("dromon_api_requests_total", "verb", "watch", "resource", "pods")).isPositive();
            assertThat(exposed.sum("dromon_cache_objects", "kind", "KeptnTask")).isEqualTo(1);
            assertThat(exposed.sum("dromon_cache_unwatched_seconds", "kind", "KeptnTask")).isZero();
            assertThat(exposed.sum("dromon_leader")).isEqualTo(1);
            assertThat(exposed.values("dromon_queue_depth", "route")).contains("reconcile-pod", "deliver-taker");
            assertThat(exposed.sum("dromon_reconcile_duration_seconds_count", "route", "reconcile-task", "kind", "KeptnTask", "result", "done")).isPositive();
            assertThat(exposed.sum("dromon_reconcile_duration_seconds_count", "result", "error")).isZero();
            assertThat(exposed.samples()).allSatisfy(sample -> assertThat(sample.labels().values()).noneMatch(value -> value.contains("hello") || value.contains(NAMESPACE)));

            sandbox.client().resources(EventSink.class).withName("taker").delete();

            eventually(() -> assertThat(metrics().samples()).noneSatisfy(sample -> assertThat(sample.labels().toString()).contains("taker")));
        }
    }

    private long phasesRecorded() {
        var all = Stream.concat(sandbox.client().resources(KeptnAppVersion.class).inNamespace(NAMESPACE).list().getItems().stream().map(v -> v.getStatus().transitions),
                sandbox.client().resources(KeptnWorkloadVersion.class).inNamespace(NAMESPACE).list().getItems().stream().map(v -> v.getStatus().transitions));
        return all.flatMap(list -> list.stream()).filter(t -> t.type.equals("PhaseSucceeded")).count();
    }

    @Test
    void eventsOfDeletedVersionsCountAsLostForTheSinkThatDidNotGetThem() {
        sink("down", "http://127.0.0.1:1/events", "");
        eventually(() -> assertThat(metrics().values("dromon_sink_events_lost_total", "sink")).contains("down"));
        sandbox.apply(EXAMPLE.resolve("00-namespace.yaml"));
        sandbox.apply(EXAMPLE.resolve("10-task.yaml"));
        deploy("1.0");
        deploy("2.0");

        eventually(() -> {
            assertThat(sandbox.client().resources(KeptnAppVersion.class).inNamespace(NAMESPACE).list().getItems()).hasSize(1);
            assertThat(sandbox.client().resources(KeptnWorkloadVersion.class).inNamespace(NAMESPACE).list().getItems()).hasSize(1);
            double lost = metrics().sum("dromon_sink_events_lost_total", "sink", "down");
            assertThat(lost).isPositive();
            assertThat(sink("down").getStatus()).isNotNull();
            assertThat(sink("down").getStatus().lost).isEqualTo((long) lost);
        });
        assertThat(metrics().sum("dromon_sink_events_lost_total", "sink", "kubernetes")).isZero();
        assertThat(metrics().sum("dromon_sink_events_pending", "sink", "down")).isPositive();
        assertThat(metrics().sum("dromon_sink_events_delivered_total", "sink", "down")).isZero();
    }

    @Test
    void eventsThatAreGivenUpAreCounted() {
        try (Receiver receiver = new Receiver()) {
            receiver.behave(Receiver.Behaviour.status(400));
            sink("refusing", receiver.url(), "  retry: {deadLetterAfter: 1}");
            sandbox.apply(EXAMPLE);

            eventually(() -> {
                FlowRecord flow = FlowRecord.read(sandbox.client(), NAMESPACE);
                assertThat(flow.told()).containsValue("Completed");
                assertThat(metrics().sum("dromon_sink_dead_letters_total", "sink", "refusing")).isEqualTo(flow.transitions());
                assertThat(sink("refusing").getStatus()).isNotNull();
                assertThat(sink("refusing").getStatus().deadLetters).isEqualTo((long) flow.transitions());
            });
            assertThat(metrics().sum("dromon_sink_events_delivered_total", "sink", "refusing")).isZero();
        }
    }

    @Test
    void thePageNamesAllThatIsToldAndNothingElse() {
        sandbox.apply(EXAMPLE);
        try (Receiver receiver = new Receiver()) {
            sink("taker", receiver.url(), "");
            eventually(() -> {
                assertThat(FlowRecord.read(sandbox.client(), NAMESPACE).told()).containsValue("Completed");
                assertThat(metrics().sum("dromon_sink_last_success_timestamp_seconds", "sink", "taker")).isPositive();
            });
        }
        telemetry.flow().evaluationEnded(State.FAILED, Duration.ofSeconds(1));
        System.gc();
        eventually(() -> assertThat(metrics().types()).containsKey("jvm_gc_pause_seconds"));

        Exposed exposed = metrics();
        Map<String, DocumentedMetrics.Family> families = exposed.types().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, f -> new DocumentedMetrics.Family(f.getValue(), exposed.labels(f.getKey())), (a, b) -> a, TreeMap::new));

        assertThat(families).isEqualTo(DocumentedMetrics.families());
        assertThat(exposed.helps().keySet()).isEqualTo(exposed.types().keySet());
    }

    @Test
    void openMetricsAreToldToWhoAcceptsThem() {
        eventually(() -> assertThat(get("/health/ready").statusCode()).isEqualTo(200));

        HttpResponse<String> open = get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4");
        HttpResponse<String> binary = get("/metrics", "Accept", "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6");
        HttpResponse<String> posted = post("/metrics");

        assertThat(open.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text; version=1.0.0"));
        assertThat(open.body()).endsWith("# EOF\n");
        assertThat(binary.headers().firstValue("Content-Type")).as("a format that is not offered").hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        assertThat(Arrays.asList(posted.statusCode(), binary.statusCode())).containsExactly(405, 200);
    }

    private HttpResponse<String> post(String path) {
        try {
            return browser.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).POST(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void readinessDoesNotDependOnSinksAndSaysWhatIsWrongOtherwise() throws Exception {
        eventually(() -> assertThat(get("/health/ready").statusCode()).isEqualTo(200));
        sink("down", "http://127.0.0.1:1/events", "");
        eventually(() -> assertThat(dromon.context().getRoute("deliver-down")).isNotNull());

        dromon.context().getRouteController().stopRoute("deliver-down");
        assertThat(get("/health/ready").body()).isEqualTo("{\"status\":\"UP\",\"down\":[]}");
        assertThat(get("/health/live").body()).isEqualTo("{\"status\":\"UP\",\"down\":[]}");

        dromon.context().getRouteController().stopRoute("reconcile-pod");
        HttpResponse<String> notReady = get("/health/ready");
        assertThat(notReady.statusCode()).isEqualTo(503);
        assertThat(notReady.body()).contains("\"status\":\"DOWN\"").contains("reconcile-pod");
        assertThat(get("/health/live").statusCode()).as("a stopped route is no reason to kill the process").isEqualTo(200);
    }
}
