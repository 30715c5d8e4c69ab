package dev.dromon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.EventSink;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnTask;
import dev.dromon.cluster.Manifests;
import dev.dromon.sink.Receiver;
import io.cloudevents.CloudEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of processes of the runtime that serve HTTP, in a namespace of its own. */
abstract class ReplicaFlow {

    static final String YES = "{\"outcome\":\"succeeded\",\"message\":\"fine with me\"}";
    static final String NO = "{\"outcome\":\"failed\",\"message\":\"not on a friday\"}";

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    final Stage stage = Stage.open();
    final String namespace = "replicas-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    final HttpClient browser = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void move() {
        stage.admin().namespaces().resource(Manifests.namespace(namespace, true)).create();
    }

    @AfterEach
    void tidy() {
        stage.admin().resources(EventSink.class).withName(namespace).delete();
        stage.admin().namespaces().withName(namespace).delete();
    }

    static int free() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void apply(String... manifests) {
        for (String manifest : manifests) {
            stage.admin().load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8))).items().forEach(object -> {
                boolean namespaced = !"EventSink".equals(object.getKind());
                (namespaced ? stage.admin().resource(object).inNamespace(namespace) : stage.admin().resource(object)).createOr(existing -> existing.update());
            });
        }
    }

    /** A Deployment with a task that asks the sink of {@link #sink}. */
    void deployAsking() {
        apply("""
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnTaskDefinition
                metadata: {name: approve}
                spec:
                  callback: {sink: %s}
                """.formatted(namespace), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "approve"));
    }

    /** A sink that gets requests and no events: no event has that reason. */
    String sink(Receiver receiver) {
        return """
                apiVersion: dromon.dev/v1alpha1
                kind: EventSink
                metadata: {name: %s}
                spec:
                  http: {url: "%s", allowLocalAddresses: true, timeout: 60s}
                  filter: {namespaces: [%s], reasons: [Nothing]}
                  retry: {minBackoff: 50ms, maxBackoff: 200ms}
                """.formatted(namespace, receiver.url(), namespace);
    }

    /** A process that was just started does not listen yet. */
    static void eventually(ThrowingRunnable assertions) {
        await().atMost(PATIENCE).ignoreException(ConnectException.class).pollInterval(Duration.ofMillis(100)).untilAsserted(assertions);
    }

    List<KeptnTask> tasks() {
        return stage.admin().resources(KeptnTask.class).inNamespace(namespace).list().getItems();
    }

    /** The only task, once it has that state. */
    KeptnTask task(String state) {
        eventually(() -> assertThat(tasks()).singleElement().satisfies(t -> {
            assertThat(t.getStatus()).isNotNull();
            assertThat(t.getStatus().status).isEqualTo(state);
        }));
        return tasks().get(0);
    }

    void appSucceeds() {
        eventually(() -> assertThat(stage.admin().resources(KeptnAppVersion.class).inNamespace(namespace).list().getItems()).singleElement().satisfies(v -> {
            assertThat(v.getStatus()).isNotNull();
            assertThat(v.getStatus().status).isEqualTo("Succeeded");
        }));
    }

    static String token(CloudEvent request) {
        try {
            JsonNode data = new ObjectMapper().readTree(request.getData().toBytes());
            return data.path("callback").path("token").textValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static HttpRequest answer(int port, String token, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/callbacks/" + token)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
    }

    /** Status code of the reply. */
    int send(HttpRequest request) throws IOException, InterruptedException {
        return browser.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }
}
