package dev.dromon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.sink.WebhookSignature;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The consumer of examples/http-consumer takes what is signed and fresh, each event once, and nothing else. */
class HttpConsumerExampleTest {

    private static final String KEY = "whsec_" + Base64.getEncoder().encodeToString("a key that has thirty-two bytes!".getBytes(StandardCharsets.UTF_8));
    private static final String NEXT_KEY = "another text of more than 24 bytes";
    private static final String EVENT = """
            {"specversion": "1.0", "id": "%s", "type": "dev.dromon.app.completed.v1", "subject": "cart/1.0", "time": "2026-01-02T03:04:05.000001Z"}""";

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;
    private ExampleProcess consumer;

    @BeforeEach
    void start() {
        consumer = new ExampleProcess(folder, KEY + "\n" + NEXT_KEY + "\n");
    }

    @AfterEach
    void stop() {
        consumer.close();
    }

    /** A request to be. */
    private record Signed(String id, String timestamp, String signature, byte[] body) {

        static Signed by(String key, String id, long secondsAgo, String body) {
            String timestamp = Long.toString(Instant.now().getEpochSecond() - secondsAgo);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            byte[] signature = WebhookSignature.signature(WebhookSignature.key(key), id, timestamp, bytes);
            return new Signed(id, timestamp, "v1," + Base64.getEncoder().encodeToString(signature), bytes);
        }

        static Signed event(String id) {
            return by(KEY, id, 0, EVENT.formatted(id));
        }

        HttpRequest to(URI address) {
            return HttpRequest.newBuilder(address).header("webhook-id", id).header("webhook-timestamp", timestamp).header("webhook-signature", signature)
                    .header("content-type", "application/cloudevents+json").POST(BodyPublishers.ofByteArray(body)).build();
        }
    }

    private int send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private int send(Signed signed) throws IOException, InterruptedException {
        return send(signed.to(consumer.address()));
    }

    static Stream<Arguments> requests() {
        Signed good = Signed.event("good");
        String other = new StringBuilder(good.signature()).replace(3, 7, "AAAA").toString();
        return Stream.of(Arguments.of("signed with the first key", good, 204),
                Arguments.of("signed with the second key", Signed.by(NEXT_KEY, "good", 0, EVENT.formatted("good")), 204),
                Arguments.of("one of two signatures", new Signed("good", good.timestamp(), other + " " + good.signature(), good.body()), 204),
                Arguments.of("signed with a key of somebody else", Signed.by("a key that nobody has agreed upon", "bad", 0, EVENT.formatted("bad")), 401),
                Arguments.of("another signature", new Signed("good", good.timestamp(), other, good.body()), 401),
                Arguments.of("a signature that is no ASCII", new Signed("good", good.timestamp(), "v1,\u00e9", good.body()), 401),
                Arguments.of("another id", new Signed("bad", good.timestamp(), good.signature(), good.body()), 401),
                Arguments.of("another body", new Signed("good", good.timestamp(), good.signature(), EVENT.formatted("bad").getBytes(StandardCharsets.UTF_8)), 401),
                Arguments.of("a time that is no number", new Signed("good", "today", good.signature(), good.body()), 401),
                Arguments.of("not JSON", Signed.by(KEY, "bad", 0, "event"), 400),
                Arguments.of("no event", Signed.by(KEY, "bad", 0, "[]"), 400),
                Arguments.of("an event without id", Signed.by(KEY, "bad", 0, "{\"specversion\":\"1.0\"}"), 400));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("requests")
    void onlyWhatIsSignedIsTaken(String name, Signed request, int status) throws Exception {
        assertThat(send(request)).isEqualTo(status);
        assertThat(consumer.errors()).hasSize(status == 204 ? 0 : 1).allSatisfy(line -> assertThat(line).startsWith("answers " + status + ": "));
        assertThat(consumer.events()).hasSize(status == 204 ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"240, 204", "-240, 204", "400, 401", "-400, 401"})
    void aSignatureCountsForFiveMinutes(long secondsAgo, int status) throws Exception {
        assertThat(send(Signed.by(KEY, "one", secondsAgo, EVENT.formatted("one")))).isEqualTo(status);
    }

    @Test
    void anEventThatComesAgainIsTakenOnceAlsoAfterARestart() throws Exception {
        assertThat(send(Signed.event("one"))).isEqualTo(204);
        assertThat(send(Signed.event("one"))).isEqualTo(204);
        assertThat(send(Signed.event("two"))).isEqualTo(204);
        assertThat(consumer.events()).containsExactly("2026-01-02T03:04:05.000001Z dev.dromon.app.completed.v1 cart/1.0 one",
                "2026-01-02T03:04:05.000001Z dev.dromon.app.completed.v1 cart/1.0 two");

        stop();
        start();

        assertThat(send(Signed.event("one"))).isEqualTo(204);
        assertThat(send(Signed.event("three"))).isEqualTo(204);
        assertThat(consumer.events()).singleElement().asString().endsWith(" three");
    }

    @Test
    void whatIsNotForItIsRefused() throws Exception {
        URI address = consumer.address();
        assertThat(send(Signed.event("one").to(address.resolve("/others")))).isEqualTo(404);
        assertThat(send(HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(EVENT)).build())).isEqualTo(401);
        assertThat(begin(address, "transfer-encoding: chunked")).contains(" 411 ");
        assertThat(begin(address, "content-length: much")).contains(" 411 ");
        assertThat(begin(address, "content-length: 1048577")).contains(" 413 ");
        assertThat(consumer.events()).isEmpty();
    }

    /** First line of the answer to a request of which only the headers are sent. */
    private static String begin(URI address, String header) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write(("POST /events HTTP/1.1\r\nhost: consumer\r\n" + header + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).lines().findFirst().orElse("");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "replace-me", "whsec_c2hvcnQ=", "whsec_no Base64 but long enough to be a key"})
    void aSecretThatIsNoKeyIsRefusedWithoutSayingIt(String secret) {
        try (ExampleProcess refused = new ExampleProcess(folder, secret)) {
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.errors()).singleElement().asString().startsWith("expected keys of at least 24 bytes in the environment variable SECRET");
            assertThat(List.of("replace-me", "c2hvcnQ", "no Base64")).noneMatch(part -> refused.errors().toString().contains(part));
        }
    }
}
