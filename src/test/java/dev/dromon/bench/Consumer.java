package dev.dromon.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** An HTTP server that notes when CloudEvents come. */
final class Consumer implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Long> arrivals = new ConcurrentHashMap<>();
    private final AtomicLong taken = new AtomicLong();
    private final HttpServer server;

    private Consumer(boolean answers) {
        server = vertx.createHttpServer().requestHandler(request -> {
            if (answers) {
                take(request);
            }
        }).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    /** One that takes everything. */
    static Consumer taking() {
        return new Consumer(true);
    }

    /** One that never answers. */
    static Consumer hanging() {
        return new Consumer(false);
    }

    private void take(HttpServerRequest request) {
        long now = System.nanoTime();
        request.bodyHandler(body -> {
            JsonObject event = body.toJsonObject();
            arrivals.putIfAbsent(event.getString("source").replaceFirst(".*/", "") + " " + Integer.parseInt(event.getString("sequence")), now);
            taken.incrementAndGet();
            request.response().setStatusCode(204).end();
        });
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/";
    }

    /** How many were taken. */
    long taken() {
        return taken.get();
    }

    /** Name of a version and number of its transition, from 1 on, to when its event came first; System.nanoTime. */
    Map<String, Long> arrivals() {
        return Map.copyOf(arrivals);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
