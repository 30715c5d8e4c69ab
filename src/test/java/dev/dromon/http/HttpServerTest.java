package dev.dromon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real server with one route. */
class HttpServerTest {

    private static final int THREADS = 4;

    private final List<Request> asked = new CopyOnWriteArrayList<>();
    private final HttpClient browser = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private Responder responder = request -> Reply.json(202, Map.of("task", "hello"));
    private int port;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        port = free();
        server = new HttpServer(port, THREADS);
        server.serve(context);
        context.getRegistry().bind("answer", new ResponderProcessor("POST", request -> {
            asked.add(request);
            return responder.reply(request);
        }));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/things/{name}").process("answer");
            }
        });
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
        server.close();
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private HttpResponse<String> send(String method, String path, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String problem(HttpResponse<String> response) throws IOException {
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(new ObjectMapper().readTree(response.body()).path("status").intValue()).isEqualTo(response.statusCode());
        return new ObjectMapper().readTree(response.body()).path("detail").textValue();
    }

    @Test
    void aRequestArrivesAsItIsAndTheReplyGoesBack() throws Exception {
        HttpResponse<String> response = send("POST", "/things/a%20b%2Fc?x=1&x=2&y=%25", "{\"ü\":1}".getBytes(StandardCharsets.UTF_8), "Authorization", "Bearer secret", "X-Two", "a", "X-Two", "b");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEqualTo("{\"task\":\"hello\"}");
        assertThat(response.headers().map().keySet()).containsExactlyInAnyOrder("cache-control", "content-type", "content-length");
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).containsExactly("things", "a b/c");
            assertThat(request.query()).isEqualTo(Map.of("x", List.of("1", "2"), "y", List.of("%")));
            assertThat(request.bearer()).contains("secret");
            assertThat(request.header("x-two")).as("nobody knows which one counts").isEmpty();
            assertThat(request.body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"ü\":1}");
            assertThat(request.toString()).doesNotContain("secret");
        });
    }

    @Test
    void aControlHeaderFromOutsideDoesNothing() throws Exception {
        HttpResponse<String> response = send("POST", "/things/a", new byte[0], "CamelHttpResponseCode", "418", "CamelFileName", "x", "breadcrumbId", "y");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().map()).doesNotContainKeys("camelfilename", "breadcrumbid");
    }

    @Test
    void anErrorIsAProblemDocumentThatTellsNothing() throws Exception {
        responder = request -> {
            throw new IllegalStateException("hidden");
        };
        assertThat(problem(send("POST", "/things/a", new byte[0]))).isEqualTo("the request failed; try again later");
        assertThat(problem(send("POST", "/nothing", new byte[0]))).isEqualTo("there is nothing under this path");
        assertThat(problem(send("GET", "/things/a", new byte[0]))).isEqualTo("this path knows POST only");
        assertThat(problem(send("POST", "/things/a", new byte[HttpServer.BODY_BYTES + 1]))).startsWith("the body is larger than");
    }

    @Test
    void aPathThatCannotBeReadIsRefused() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write("POST /things/%ZZ HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).startsWith("HTTP/1.1 400 ").endsWith("\r\n\r\nBad Request");
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void filesAreNotTaken() throws Exception {
        String form = "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.txt\"\r\n\r\ncontent\r\n--x--\r\n";
        assertThat(problem(send("POST", "/things/a", form.getBytes(StandardCharsets.UTF_8), "Content-Type", "Multipart/form-data; boundary=x"))).isEqualTo("forms are not taken");
        assertThat(problem(send("POST", "/things/a", "a=b".getBytes(StandardCharsets.UTF_8), "Content-Type", "application/x-www-form-urlencoded"))).isEqualTo("forms are not taken");

        assertThat(asked).isEmpty();
        assertThat(java.nio.file.Path.of("file-uploads")).doesNotExist();
    }

    @Test
    void aStreamIsSentToItsEnd() throws Exception {
        responder = request -> Reply.stream("text/event-stream", new ByteArrayInputStream("data: 1\n\n".getBytes(StandardCharsets.UTF_8)));

        HttpResponse<String> response = send("POST", "/things/a", new byte[0]);

        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(response.body()).isEqualTo("data: 1\n\n");
    }

    /** Gives what it is told to, and blocks in between. */
    private static final class Told extends InputStream {

        private static final String END = "end";
        private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public int read() {
            throw new UnsupportedOperationException("it is read in pieces");
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                byte[] piece = pieces.take().getBytes(StandardCharsets.UTF_8);
                System.arraycopy(piece, 0, into, offset, piece.length);
                return new String(piece, StandardCharsets.UTF_8).equals(END) ? -1 : piece.length;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return -1;
            }
        }

        @Override
        public void close() {
            closed.countDown();
            pieces.add(END);
        }
    }

    @Test
    void streamsAreSentAsTheyGiveSomethingAndSideBySide() throws Exception {
        Map<String, Told> streams = Map.of("a", new Told(), "b", new Told());
        responder = request -> Reply.stream("text/event-stream", streams.get(request.path().get(1)));
        streams.values().forEach(stream -> stream.pieces.add("hello\n"));
        HttpResponse<InputStream> a = open("a");
        HttpResponse<InputStream> b = open("b");
        BufferedReader fromA = new BufferedReader(new InputStreamReader(a.body(), StandardCharsets.UTF_8));
        BufferedReader fromB = new BufferedReader(new InputStreamReader(b.body(), StandardCharsets.UTF_8));

        assertThat(List.of(fromA.readLine(), fromB.readLine())).containsExactly("hello", "hello");
        streams.get("b").pieces.add("again\n");
        assertThat(fromB.readLine()).as("a stream that gives nothing holds up no other").isEqualTo("again");
        assertThat(context.getInflightRepository().size()).as("a stream is no exchange that a stop waits for").isZero();
        streams.values().forEach(Told::close);
        assertThat(fromA.readLine()).isNull();
    }

    @Test
    void aStreamIsClosedWhenItsClientIsGone() throws Exception {
        Told stream = new Told();
        responder = request -> Reply.stream("text/event-stream", stream);
        stream.pieces.add("hello\n");
        HttpResponse<InputStream> response = open("a");
        assertThat(response.body().read()).isEqualTo('h');

        response.body().close();

        assertThat(stream.closed.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStreamThatFailsIsAnErrorOrEndsItsConnection() throws Exception {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("hidden");
            }
        };
        responder = request -> Reply.stream("text/event-stream", failing);
        assertThat(problem(send("POST", "/things/a", new byte[0]))).isEqualTo("the request failed; try again later");
        responder = request -> Reply.stream("text/event-stream", new SequenceInputStream(new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)), failing));
        HttpResponse<InputStream> response = open("a");

        assertThatThrownBy(() -> response.body().readAllBytes()).isInstanceOf(IOException.class).message().doesNotContain("hidden");
    }

    private HttpResponse<InputStream> open(String name) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/things/" + name)).POST(HttpRequest.BodyPublishers.noBody()).build();
        return browser.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    @Test
    void aPortInUseIsNamed() {
        assertThatThrownBy(() -> new HttpServer(port, 4)).isInstanceOf(HttpServer.CannotListenException.class).hasRootCauseInstanceOf(BindException.class)
                .hasMessageStartingWith("expected a free port for setting dromon.http.port, found that " + port + " cannot be listened on (").hasMessageEndingWith("free it or set another one");
    }

    @Test
    void whoWatchesTheProcessIsAnsweredAlsoWhenAllOthersWait() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(THREADS);
        responder = request -> {
            busy.countDown();
            release.await();
            return Reply.json(200, Map.of());
        };
        context.getRegistry().bind("up", new ResponderProcessor("GET", request -> Reply.json(200, Map.of("status", "UP"))));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/health/live").process("up");
            }
        });
        List<CompletableFuture<HttpResponse<String>>> waiting = IntStream.range(0, THREADS).mapToObj(i -> browser.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/things/a")).POST(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString())).toList();
        try {
            assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();

            HttpRequest probe = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/live")).timeout(Duration.ofSeconds(30)).build();
            assertThat(browser.send(probe, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        } finally {
            release.countDown();
        }
        waiting.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    }
}
