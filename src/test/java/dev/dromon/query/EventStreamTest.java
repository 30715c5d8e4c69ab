package dev.dromon.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.http.HttpServer;
import dev.dromon.http.Reply;
import dev.dromon.http.Request;
import dev.dromon.http.ResponderProcessor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams, over a real server. */
class EventStreamTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final Reviews api = new Reviews();
    private final World world = new World();
    private final World.Replica replica = world.new Replica("a0");
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final HttpClient browser = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Stream> open = new ArrayList<>();
    private volatile Duration life = LONG;
    private volatile Duration review = LONG;
    private EventStreamResponder responder;
    private HttpServer server;
    private int port;

    @BeforeEach
    void start() throws Exception {
        api.allowed.add("jane prod");
        responder = responder();
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        server = new HttpServer(port, EventStreamResponder.MOST_STREAMS + 4);
        server.serve(context);
        context.getRegistry().bind("stream", new ResponderProcessor("GET", request -> responder.reply(request)));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/stream").process("stream");
            }
        });
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (Stream stream : open) {
            stream.close();
        }
        context.close();
        server.close();
        api.close();
    }

    private EventStreamResponder responder() {
        EventAccess access = new EventAccess(new AccessReviewer(api.client(), AccessReviewer.Right.EVENTS, System::nanoTime), Optional.empty());
        return new EventStreamResponder(access, replica.log, new EventStream.Source(replica.reader, replica.bell, System::nanoTime, life, review));
    }

    /** What comes over one connection: blocks of fields. */
    private static final class Stream implements AutoCloseable {

        private final InputStream body;
        private final BufferedReader lines;

        Stream(InputStream body) {
            this.body = body;
            this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }

        /** The next block, the text of comments under the empty name; empty at the end. */
        Map<String, String> next() throws IOException {
            Map<String, String> fields = new LinkedHashMap<>();
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                fields.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1).strip());
            }
            return fields;
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    private Stream open(String query, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/stream" + query)).header("Authorization", "Bearer token-of-jane");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<InputStream> response = browser.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        Stream stream = new Stream(response.body());
        open.add(stream);
        return stream;
    }

    private void happens(int second) {
        world.happens("prod", "cart", true, second);
        replica.sync();
    }

    private static String id(Map<String, String> event) throws IOException {
        return new ObjectMapper().readTree(event.get("data")).path("id").textValue();
    }

    @Test
    void whatHappensFromNowOnComesAsItHappens() throws Exception {
        happens(1);
        Stream stream = open("?namespace=prod");
        assertThat(stream.next()).containsOnlyKeys("retry", "id");
        happens(2);
        Map<String, String> first = stream.next();
        assertThat(first.keySet()).containsExactly("id", "event", "data");
        assertThat(first).containsEntry("event", "dev.dromon.createapp.v1");
        happens(3);

        assertThat(List.of(id(first), id(stream.next()))).isEqualTo(world.ids().subList(1, 3));
    }

    @Test
    void aStreamThatWasCutGoesOnWhereItWas() throws Exception {
        for (int second = 0; second < 4; second++) {
            happens(second);
        }
        List<String> ids = new ArrayList<>();
        Stream first = open("?namespace=prod&since=" + Cursor.START.text());
        first.next();
        ids.add(id(first.next()));
        Map<String, String> last = first.next();
        ids.add(id(last));
        first.close();
        happens(4);
        Stream second = open("?namespace=prod&since=" + Cursor.START.text(), "Last-Event-ID", last.get("id"));
        second.next();
        for (int i = 0; i < 3; i++) {
            ids.add(id(second.next()));
        }

        assertThat(ids).isEqualTo(world.ids());
    }

    @Test
    void whoWasCutBeforeAnythingCameMissesNothing() throws Exception {
        Stream first = open("?namespace=prod");
        String place = first.next().get("id");
        first.close();
        happens(1);
        Stream second = open("?namespace=prod", "Last-Event-ID", place);
        second.next();

        assertThat(id(second.next())).isEqualTo(world.ids().get(0));
    }

    @Test
    void signsOfLifeComeWithoutEventsAndCarryThePlace() throws Exception {
        life = Duration.ofMillis(50);
        responder = responder();
        Stream stream = open("?namespace=prod");
        String place = stream.next().get("id");
        world.happens("test", "other", true, 1);
        replica.sync();

        await().atMost(Duration.ofSeconds(60)).until(() -> {
            Map<String, String> sign = stream.next();
            assertThat(sign).containsOnlyKeys("", "id").containsEntry("", "still here");
            return !sign.get("id").equals(place);
        });
    }

    @Test
    void aStreamEndsWhenItsUserMayNotReadAnyMore() throws Exception {
        review = Duration.ofMillis(50);
        EventAccess access = new EventAccess(new AccessReviewer(api.client(), AccessReviewer.Right.EVENTS, () -> System.nanoTime() * 1_000), Optional.empty());
        responder = new EventStreamResponder(access, replica.log, new EventStream.Source(replica.reader, replica.bell, System::nanoTime, life, review));
        Stream stream = open("?namespace=prod");
        stream.next();
        api.allowed.clear();

        assertThat(stream.next()).as("the end").isEmpty();
    }

    @Test
    void oneStreamTooManyIsRefusedUntilOneHasEnded() throws Exception {
        List<InputStream> streams = new ArrayList<>();
        Request request = new Request("GET", List.of("stream"), Map.of("namespace", List.of("prod")), Map.of("Authorization", List.of("Bearer token-of-jane")), new byte[0]);
        for (int i = 0; i < EventStreamResponder.MOST_STREAMS; i++) {
            streams.add((InputStream) responder.reply(request).body());
        }
        Reply refused = responder.reply(request);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers()).containsKey("Retry-After");
        streams.get(0).close();
        streams.get(0).close();

        assertThat(responder.reply(request).status()).isEqualTo(200);
        assertThat(responder.reply(request).status()).as("a stream ends once").isEqualTo(503);
    }

    @Test
    void aClientThatGoesAwayLeavesItsPlaceToOthers() throws Exception {
        for (int i = 0; i < EventStreamResponder.MOST_STREAMS; i++) {
            open("?namespace=prod").next();
        }
        assertThat(statusOfOneMore()).isEqualTo(503);
        open.get(7).close();

        await().atMost(Duration.ofSeconds(60)).until(() -> statusOfOneMore() == 200);
    }

    @Test
    void aStopEndsStreams() throws Exception {
        Stream stream = open("?namespace=prod");
        stream.next();

        context.close();

        assertThatThrownBy(stream::next).isInstanceOf(IOException.class);
    }

    private int statusOfOneMore() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/stream?namespace=prod")).header("Authorization", "Bearer token-of-jane").build();
        HttpResponse<InputStream> response = browser.send(request, HttpResponse.BodyHandlers.ofInputStream());
        response.body().close();
        return response.statusCode();
    }

    @Test
    void aStreamHasNoLimitAndRefusesWhatItCannotResumeFrom() throws Exception {
        Map<String, List<String>> token = Map.of("Authorization", List.of("Bearer token-of-jane"));
        assertThat(responder.reply(new Request("GET", List.of("stream"), Map.of("limit", List.of("3")), token, new byte[0])).text())
                .contains("[app, namespace, reason, since, workload]");
        Map<String, List<String>> broken = Map.of("Authorization", List.of("Bearer token-of-jane"), "Last-Event-ID", List.of("17"));
        assertThat(responder.reply(new Request("GET", List.of("stream"), Map.of(), broken, new byte[0])).text()).contains("expected header Last-Event-ID to be a cursor");
    }
}
