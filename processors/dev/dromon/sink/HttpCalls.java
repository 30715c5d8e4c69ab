package dev.dromon.sink;

import dev.dromon.http.HttpTarget;
import dev.dromon.http.HttpTarget.UnusableAddress;
import dev.dromon.http.Outbound;
import dev.dromon.kube.SecretReader;
import dev.dromon.kube.SecretReader.UnusableSecret;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Requests to addresses that tasks name, by the rules of all addresses, each over a connection of its own. Nobody waits in a thread for their answers. Thread-safe. */
public final class HttpCalls implements AutoCloseable {

    private final boolean allowLocal;
    private final InstantSource clock;
    private Vertx vertx;
    private boolean closed;

    /** Local addresses are called only if they are allowed; the clock is that of all routes. */
    public HttpCalls(boolean allowLocal, InstantSource clock) {
        this.allowLocal = allowLocal;
        this.clock = clock;
    }

    /**
     * A request.
     *
     * @param field       where its address was written, for messages
     * @param authorities certificates, in PEM, of those that may vouch for the server; empty for those of the Java runtime
     * @param timeout     longest time to the end of the answer
     * @param limit       bytes of the answer that are read
     */
    public record Request(String field, String method, String url, Map<String, String> headers, Optional<byte[]> body, Optional<String> authorities, Duration timeout, int limit) {

        /** Without anything secret, whoever prints it. */
        @Override
        public String toString() {
            return method + " " + field;
        }
    }

    /**
     * An answer.
     *
     * @param retryAfter how long the server wants to be left alone; empty when it does not say
     * @param body       its beginning
     * @param whole      whether that is all of it
     */
    public record Reply(int status, Optional<Duration> retryAfter, byte[] body, boolean whole) {
    }

    /** There is no answer; the message is one sentence. */
    public static final class NoReply extends Exception {

        private static final long serialVersionUID = 1L;

        NoReply(String message) {
            super(message);
        }
    }

    /**
     * A request that is on its way.
     *
     * @param reply its answer, or {@link NoReply}
     * @param leave ends it; there is no answer then
     */
    public record Ongoing(CompletableFuture<Reply> reply, Runnable leave) {
    }

    /** Header name to value, as a Secret has them. {@link UnusableSecret} when it is not there, or has what is none. */
    public static Map<String, String> headers(String secret, SecretReader reader) throws UnusableSecret {
        return HttpCredentials.headers(secret, reader);
    }

    /** Sends a request. Asks the DNS, and does not wait for the server. */
    public Ongoing send(Request wanted) {
        try {
            RequestOptions options = new HttpTarget(wanted.field(), wanted.url(), allowLocal, "dromon.task.http.allow-local-addresses, as an operator of the cluster")
                    .request(HttpMethod.valueOf(wanted.method()));
            wanted.headers().forEach(options::putHeader);
            return begun(wanted, options);
        } catch (UnusableAddress e) {
            return failed(e.getMessage());
        }
    }

    private static Ongoing failed(String why) {
        return new Ongoing(CompletableFuture.failedFuture(new NoReply(why)), () -> { });
    }

    private Ongoing begun(Request wanted, RequestOptions options) {
        Optional<Vertx> loop = loop();
        if (loop.isEmpty()) {
            return failed("this process ends");
        }
        CompletableFuture<Reply> result = new CompletableFuture<>();
        HttpClient client = loop.get().createHttpClient(options(wanted));
        HttpCall call = new HttpCall(client, options, wanted.body().map(Buffer::buffer), wanted.limit());
        long timer = loop.get().setTimer(Math.max(1, wanted.timeout().toMillis()),
                id -> result.completeExceptionally(new NoReply("the server did not answer within " + wanted.timeout().toMillis() + " ms")));
        call.reply().onSuccess(reply -> result.complete(reply(reply)))
                .onFailure(failure -> result.completeExceptionally(new NoReply("the server cannot be reached, or ended the connection: " + Outbound.reason(failure))));
        result.whenComplete((reply, failure) -> {
            loop.get().cancelTimer(timer);
            call.leave();
            client.close();
        });
        return new Ongoing(result, () -> result.completeExceptionally(new NoReply("nobody waits for the answer any more")));
    }

    private static HttpClientOptions options(Request wanted) {
        HttpClientOptions options = new HttpClientOptions().setMaxPoolSize(1).setKeepAlive(false).setConnectTimeout((int) Math.min(Integer.MAX_VALUE, Math.max(1, wanted.timeout().toMillis())));
        wanted.authorities().ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(pem))));
        return options;
    }

    private Reply reply(HttpCall.Reply reply) {
        return new Reply(reply.status(), Answer.wait(reply.retryAfter(), clock.instant()), reply.body().getBytes(), reply.whole());
    }

    /** There is a loop from the first request on; empty once this is closed. */
    private synchronized Optional<Vertx> loop() {
        if (vertx == null && !closed) {
            vertx = Outbound.vertx(1);
        }
        return closed ? Optional.empty() : Optional.of(vertx);
    }

    /** Ends all connections. */
    @Override
    public synchronized void close() {
        closed = true;
        if (vertx != null) {
            vertx.close();
        }
    }
}
