package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.EventSink;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.callback.RequestSchema;
import dev.dromon.sink.Receiver;
import dev.dromon.sink.Receiver.Came;
import io.cloudevents.CloudEvent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of tasks that a real HTTP server is asked about: the runtime serves answers on a port of the test's own. */
abstract class CallbackFlow extends FlowTest {

    static final String YES = "{\"outcome\":\"succeeded\",\"message\":\"fine with me\",\"values\":{\"by\":\"kim\"}}";
    static final String NO = "{\"outcome\":\"failed\",\"message\":\"not on a friday\"}";

    final HttpClient browser = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    Receiver receiver;
    int port;

    @Override
    ControlPlane controlPlane() {
        port = free();
        ControlPlane shared = ControlPlane.withoutRuntime();
        shared.start(serving());
        return shared;
    }

    Map<String, String> serving() {
        return Map.of("dromon.http.port", Integer.toString(port));
    }

    @BeforeEach
    void listen() {
        receiver = new Receiver();
    }

    @AfterEach
    void hangUp() {
        client.resources(EventSink.class).delete();
        eventually(() -> assertThat(client.resources(EventSink.class).list().getItems()).isEmpty());
        receiver.close();
    }

    static int free() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Addresses of this machine itself are refused; a test needs one that others could call. */
    static String address() throws IOException {
        Optional<String> found = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress() && !a.isLinkLocalAddress()).map(InetAddress::getHostAddress).findFirst();
        assumeThat(found).as("an address of this machine that is not local").isPresent();
        return found.orElseThrow();
    }

    /** The definition {@code approve}; the callback is the inside of a flow mapping. */
    static String approve(String callback) {
        return """
                ---
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnTaskDefinition
                metadata: {name: approve}
                spec:
                  callback: {%s}
                """.formatted(callback);
    }

    /** The same, with the sink {@link #sink()}. */
    static String approve() {
        return approve("sink: approvals");
    }

    /** A sink that gets requests and no events: no event has that reason. */
    String sink() {
        return """
                ---
                apiVersion: dromon.dev/v1alpha1
                kind: EventSink
                metadata: {name: approvals}
                spec:
                  http: {url: "%s", allowLocalAddresses: true, timeout: 5s}
                  filter: {namespaces: [%s], reasons: [Nothing]}
                  retry: {minBackoff: 50ms, maxBackoff: 200ms, deadLetterAfter: 3}
                """.formatted(receiver.url(), namespace);
    }

    void deploy(String version) {
        apply(Manifests.deployment("web", version, "pre-deployment-tasks", "approve"));
    }

    /** The only task, once it is so. */
    KeptnTask task(String state, String reason) {
        eventually(() -> assertThat(tasks()).singleElement().satisfies(t -> {
            assertThat(t.getStatus()).isNotNull();
            assertThat(t.getStatus().status + " " + Optional.ofNullable(t.getStatus().reason).orElse(""))
                    .as(() -> client.getKubernetesSerialization().asYaml(t)).isEqualTo(state + " " + reason);
        }));
        return tasks().get(0);
    }

    void blocked(String reason, String sentence) {
        eventually(() -> assertThat(workload("web-web", "1.0", "Progressing").getStatus().conditions).filteredOn(c -> "Blocked".equals(c.getType())).singleElement()
                .satisfies(c -> {
            assertThat(c.getStatus() + " " + c.getReason()).isEqualTo("True " + reason);
            assertThat(c.getMessage()).contains(sentence);
        }));
    }

    List<CloudEvent> requests() {
        return receiver.asked().stream().map(Came::event).toList();
    }

    /** The last one that the receiver has taken, once it has taken so many. */
    CloudEvent taken(int count) {
        eventually(() -> assertThat(receiver.taken()).hasSize(count));
        return receiver.taken().get(count - 1).event();
    }

    static String token(CloudEvent request) {
        JsonNode callback = data(request).path("callback");
        assertThat(callback.path("path").textValue()).isEqualTo("/callbacks/" + callback.path("token").textValue());
        return callback.path("token").textValue();
    }

    static JsonNode data(CloudEvent request) {
        assertThat(RequestSchema.problems(request.getData().toBytes())).isEmpty();
        try {
            return new ObjectMapper().readTree(request.getData().toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static HttpRequest answer(int at, String token, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + "/callbacks/" + token)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
    }

    /** Sends an answer and expects this status. */
    void answer(String token, String body, int status) {
        try {
            HttpResponse<String> response = browser.send(answer(port, token, body), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
            assertThat(response.body()).doesNotContain(token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Nothing that anybody can read has the token. */
    void nowhere(String token) {
        Stream<HasMetadata> objects = Stream
                .of(client.v1().events(), client.resources(KeptnTask.class), client.resources(KeptnAppVersion.class), client.resources(KeptnWorkloadVersion.class))
                .flatMap(kind -> kind.inNamespace(namespace).list().getItems().stream().map(HasMetadata.class::cast));
        List<String> texts = Stream.concat(objects, client.resources(EventSink.class).list().getItems().stream()).map(client.getKubernetesSerialization()::asYaml).toList();
        assertThat(texts).hasSizeGreaterThan(10).noneMatch(text -> text.contains(token));
    }

    String leader() {
        return Optional.ofNullable(client.leases().inNamespace(ControlPlane.SYSTEM).withName("dromon").get()).map(l -> l.getSpec().getHolderIdentity()).orElse("");
    }
}
