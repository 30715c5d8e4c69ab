package dev.dromon.sink;

import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A real HTTP server that takes CloudEvents, or does not, as a test says. */
public final class Receiver implements AutoCloseable {

    private static final int SLOW_MILLIS = 200;

    /** What it does with a request whose event it has read. */
    public interface Behaviour {

        void answer(HttpServerRequest request);

        /** Answers with a status. */
        static Behaviour status(int status) {
            return request -> request.response().setStatusCode(status).end();
        }

        /** Never answers. */
        static Behaviour hang() {
            return request -> { };
        }

        /** Closes the connection without an answer. */
        static Behaviour reset() {
            return request -> request.connection().close();
        }

        /** Sends the answer byte by byte, and never ends. */
        static Behaviour trickle(Vertx vertx) {
            return request -> {
                request.response().setChunked(true).setStatusCode(200);
                long timer = vertx.setPeriodic(SLOW_MILLIS, t -> request.response().write("."));
                request.connection().closeHandler(closed -> vertx.cancelTimer(timer));
            };
        }

        /** Answers with a status and a header. */
        static Behaviour status(int status, String header, String value) {
            return request -> request.response().setStatusCode(status).putHeader(header, value).end();
        }
    }

    /** A request that came: its event, its headers, its body, and when by the monotonic clock. */
    public record Came(CloudEvent event, Map<String, String> headers, byte[] body, long nanos) {
    }

    private final Vertx vertx = Vertx.vertx();
    private final List<Came> asked = new CopyOnWriteArrayList<>();
    private final List<Came> taken = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final String address;
    private volatile Function<CloudEvent, Behaviour> behaviour = event -> Behaviour.status(204);

    /** Listens on a free port of this machine. */
    public Receiver() {
        this(new HttpServerOptions());
    }

    /** Listens on a free port of this machine, for example with TLS. */
    public Receiver(HttpServerOptions options) {
        this(options, "127.0.0.1");
    }

    /** Listens on a free port of that address of this machine. */
    public Receiver(HttpServerOptions options, String address) {
        this.address = address;
        server = vertx.createHttpServer(options.setHost(address).setPort(0)).requestHandler(request -> request.bodyHandler(body -> received(request, body)))
                .listen().toCompletionStage().toCompletableFuture().join();
    }

    private void received(HttpServerRequest request, Buffer body) {
        Map<String, String> headers = new LinkedHashMap<>();
        request.headers().forEach(h -> headers.put(h.getKey(), h.getValue()));
        Came came = new Came(read(headers, body.getBytes()), headers, body.getBytes(), System.nanoTime());
        asked.add(came);
        Behaviour answer = behaviour.apply(came.event());
        request.response().endHandler(end -> {
            // It also comes when the connection is closed without an answer.
            if (request.response().ended() && request.response().getStatusCode() / 100 == 2) {
                taken.add(came);
            }
        });
        answer.answer(request);
    }

    private static CloudEvent read(Map<String, String> headers, byte[] body) {
        Map<String, String> decoded = new LinkedHashMap<>();
        headers.forEach((name, value) -> decoded.put(name, name.startsWith("ce-") ? URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8) : value));
        return HttpMessageFactory.createReader(decoded, body).toEvent();
    }

    /** From now on it does this with every event. */
    public void behave(Behaviour next) {
        behaviour = event -> next;
    }

    /** From now on it does with an event what the function says. */
    public void behave(Function<CloudEvent, Behaviour> next) {
        behaviour = next;
    }

    /** Every request that came, in the order of their coming. */
    public List<Came> asked() {
        return List.copyOf(asked);
    }

    /** The requests that it answered with success, in the order of the answers. */
    public List<Came> taken() {
        return List.copyOf(taken);
    }

    /** Its event loop. */
    public Vertx vertx() {
        return vertx;
    }

    public int port() {
        return server.actualPort();
    }

    /** Its address. */
    public String url() {
        return "http://" + address + ":" + port() + "/events?from=dromon";
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
