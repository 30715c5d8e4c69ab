package dev.dromon.call;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A real HTTP server of somebody whom tasks call. Its effects are one per idempotency key, as those of a careful server are. */
public final class Endpoint implements AutoCloseable {

    private static final int MEGABYTE = 1024 * 1024;

    /** What it does with a request that it has read. */
    public interface Behaviour {

        void answer(HttpServerRequest request);

        /** Answers with a status and a JSON text. */
        static Behaviour json(int status, String body) {
            return request -> request.response().setStatusCode(status).putHeader("Content-Type", "application/json").end(body);
        }

        /** Answers with a status and nothing else. */
        static Behaviour status(int status) {
            return request -> request.response().setStatusCode(status).end();
        }

        /** Answers with a status and a header. */
        static Behaviour status(int status, String header, String value) {
            return request -> request.response().setStatusCode(status).putHeader(header, value).end();
        }

        /** Never answers. */
        static Behaviour hang() {
            return request -> { };
        }

        /** Closes the connection without an answer. */
        static Behaviour die() {
            return request -> request.connection().close();
        }

        /** Sends so many megabytes of a JSON text that never ends. */
        static Behaviour megabytes(int count) {
            return request -> {
                HttpServerResponse response = request.response().setChunked(true).setStatusCode(200);
                response.write("[\"");
                write(response, Buffer.buffer("x".repeat(MEGABYTE)), count);
            };
        }

        private static void write(HttpServerResponse response, Buffer chunk, int left) {
            if (left == 0) {
                response.end("\"]");
            } else {
                response.write(chunk).onSuccess(done -> write(response, chunk, left - 1));
            }
        }
    }

    /** A request that came; names of headers in lower case. */
    public record Came(String method, String uri, Map<String, String> headers, String body) {

        /** Its idempotency key. */
        public String key() {
            return headers.get("idempotency-key");
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final List<Came> asked = new CopyOnWriteArrayList<>();
    private final Set<String> effects = ConcurrentHashMap.newKeySet();
    private final HttpServer server;
    private volatile Function<Came, Behaviour> behaviour = came -> Behaviour.status(200);

    /** Listens on a free port of this machine. */
    public Endpoint() {
        this(new HttpServerOptions());
    }

    /** The same, for example with TLS. */
    public Endpoint(HttpServerOptions options) {
        server = vertx.createHttpServer(options.setHost("127.0.0.1").setPort(0)).requestHandler(request -> request.bodyHandler(body -> received(request, body)))
                .listen().toCompletionStage().toCompletableFuture().join();
    }

    private void received(HttpServerRequest request, Buffer body) {
        Map<String, String> headers = new LinkedHashMap<>();
        request.headers().forEach(h -> headers.put(h.getKey().toLowerCase(), h.getValue()));
        Came came = new Came(request.method().name(), request.uri(), headers, body.toString());
        asked.add(came);
        if (came.key() != null) {
            effects.add(came.key());
        }
        behaviour.apply(came).answer(request);
    }

    /** From now on it does this with every request. */
    public void behave(Behaviour next) {
        behaviour = came -> next;
    }

    /** From now on it does with a request what the function says; the request is the last of {@link #asked} then. */
    public void behaveBy(Function<Came, Behaviour> next) {
        behaviour = next;
    }

    /** Every request that came, in the order of their coming. */
    public List<Came> asked() {
        return List.copyOf(asked);
    }

    /** The idempotency keys that had an effect. */
    public Set<String> effects() {
        return Set.copyOf(effects);
    }

    public int port() {
        return server.actualPort();
    }

    /** Its address. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
