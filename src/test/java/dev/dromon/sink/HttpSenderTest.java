package dev.dromon.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real server. */
class HttpSenderTest {

    private static final CloudEventEncoder.Message MESSAGE = new CloudEventEncoder.Message(Map.of("Content-Type", "text/plain"), new byte[] {'x'});

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Vertx vertx = Vertx.vertx();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<Object> connections = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() {
        threads.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int serve(Consumer<HttpServerRequest> answer) {
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            requests.add(request.method() + " " + request.uri() + " " + request.getHeader("Host"));
            connections.add(request.connection());
            answer.accept(request);
        }).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        return server.actualPort();
    }

    private HttpSender sender(String url, boolean allowLocal, Duration timeout) {
        return new HttpSender(vertx, new SinkTerms.Http("spec.http.url", url, CloudEventEncoder.Mode.STRUCTURED, timeout, allowLocal, HttpSecrets.NONE), 1, null, InstantSource.system());
    }

    private Answer post(String url, boolean allowLocal) throws InterruptedException {
        try (HttpSender sender = sender(url, allowLocal, Duration.ofMillis(500))) {
            Answer first = sender.post("1", MESSAGE);
            sender.post("1", MESSAGE);
            return first;
        }
    }

    @Test
    void theConnectionIsKeptAndPathAndQueryAreSentAsWritten() throws InterruptedException {
        int port = serve(request -> request.response().setStatusCode(200).end("x".repeat(60_000)));

        assertThat(post("http://localhost:" + port + "/a%20b/c?d=e%26", true).verdict()).isEqualTo(Answer.Verdict.TAKEN);

        assertThat(requests).containsExactly("POST /a%20b/c?d=e%26 localhost:" + port, "POST /a%20b/c?d=e%26 localhost:" + port);
        assertThat(connections).hasSize(1);
    }

    @Test
    void anEndlessAnswerIsNotReadToItsEnd() throws InterruptedException {
        AtomicInteger written = new AtomicInteger();
        int port = serve(request -> {
            request.response().setChunked(true).setStatusCode(200);
            long timer = vertx.setPeriodic(1, t -> {
                if (!request.response().closed() && !request.response().writeQueueFull()) {
                    request.response().write("x".repeat(10_000));
                    written.addAndGet(10_000);
                }
            });
            request.connection().closeHandler(c -> vertx.cancelTimer(timer));
        });

        assertThat(post("http://127.0.0.1:" + port, true).verdict()).isEqualTo(Answer.Verdict.TAKEN);

        assertThat(written.get()).isLessThan(20_000_000);
        assertThat(requests).hasSize(2);
    }

    @Test
    void aRedirectIsNotFollowed() throws InterruptedException {
        int port = serve(request -> request.response().setStatusCode(307).putHeader("Location", "/elsewhere").end());

        assertThat(post("http://127.0.0.1:" + port + "/here", true).problem()).contains("307");

        assertThat(requests).allMatch(r -> r.startsWith("POST /here "));
    }

    @Test
    void whatIsNotAllowedIsNotCalled() throws InterruptedException {
        int port = serve(request -> request.response().end());

        assertThat(post("http://localhost:" + port, false).problem()).isEqualTo("the host of spec.http.url is 127.0.0.1, a loopback address; use another host, or set spec.http.allowLocalAddresses of an EventSink");

        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ftp://example.org/,no http or https address", "http://user:password@127.0.0.1/,without user info", "http:///nowhere,no http or https address", "'http://a b/',cannot be read",
        "http://does-not-exist.invalid/,has no address", "file:///etc/passwd,no http or https address"})
    void anAddressThatCannotBeUsedIsNamed(String url, String problem) throws InterruptedException {
        Answer answer = post(url, true);

        assertThat(answer.verdict()).isEqualTo(Answer.Verdict.RETRY);
        assertThat(answer.problem()).contains(problem).doesNotContain("password");
    }

    @Test
    void nobodyListens() throws InterruptedException {
        assertThat(post("http://127.0.0.1:1/", true).problem()).startsWith("the receiver cannot be reached: ");
    }

    @Test
    void whoGaveUpWaitingForAConnectionDoesNotTakeItLater() throws Exception {
        AtomicBoolean hangs = new AtomicBoolean(true);
        int port = serve(request -> {
            if (!hangs.get()) {
                request.response().end();
            }
        });
        try (HttpSender sender = sender("http://127.0.0.1:" + port, true, Duration.ofMillis(50))) {
            List<CompletableFuture<Answer>> both = IntStream.range(0, 400).mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                try {
                    return sender.post("" + i, MESSAGE);
                } catch (InterruptedException e) {
                    throw new CompletionException(e);
                }
            }, threads)).toList();
            assertThat(both).allSatisfy(answer -> assertThat(answer.get(1, TimeUnit.MINUTES).verdict()).isEqualTo(Answer.Verdict.RETRY));
            hangs.set(false);

            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(sender.post("5", MESSAGE).verdict()).isEqualTo(Answer.Verdict.TAKEN));
        }
    }

    @Test
    void whoWaitsForAnAnswerIsFreedWhenTheSenderIsClosed() throws Exception {
        int port = serve(request -> { });
        HttpSender sender = sender("http://127.0.0.1:" + port, true, Duration.ofHours(1));
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return sender.post("1", MESSAGE);
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
        await().until(() -> !requests.isEmpty());

        sender.close();

        assertThat(answer.get(1, TimeUnit.MINUTES).verdict()).isEqualTo(Answer.Verdict.RETRY);
        assertThat(sender.post("2", MESSAGE).problem()).isEqualTo("the sink is no longer served as it was");
    }

    @Test
    @Timeout(60)
    void aReceiverThatDoesNotAnswerIsLeftAfterTheTimeout() throws InterruptedException {
        int port = serve(request -> { });
        long before = System.nanoTime();

        assertThat(post("http://127.0.0.1:" + port, true).problem()).isEqualTo("the receiver did not answer within 500 ms");

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(1000));
    }
}
