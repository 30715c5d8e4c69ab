package dev.dromon.bench;

import dev.dromon.hook.Deliveries;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends webhook deliveries over some connections, each of which has one under way. */
final class Sender implements AutoCloseable {

    private static final int CONNECTIONS = 20;

    /** A delivery that is ready to be sent. */
    record Delivery(String path, Map<String, String> headers, byte[] body) {

        /** One that is signed by the key now, after Standard Webhooks. */
        static Delivery signed(String path, String id, String key, byte[] body) {
            return new Delivery(path, Deliveries.signed(key, id, Instant.now(), body), body);
        }
    }

    /** One thread for all of it: on several, a body may have come before anybody waits for it. */
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(CONNECTIONS).setKeepAlive(true));
    private final int port;

    Sender(int port) {
        this.port = port;
    }

    /** Sends all; returns how often each status was the answer. */
    Map<Integer, Integer> send(List<Delivery> deliveries) {
        Queue<Delivery> open = new ConcurrentLinkedQueue<>(deliveries);
        Map<Integer, Integer> answers = new ConcurrentHashMap<>();
        AtomicInteger left = new AtomicInteger(deliveries.size());
        CompletableFuture<Void> done = new CompletableFuture<>();
        vertx.runOnContext(start -> {
            for (int i = 0; i < Math.min(CONNECTIONS, deliveries.size()); i++) {
                next(open, answers, left, done);
            }
        });
        done.join();
        return answers;
    }

    private void next(Queue<Delivery> open, Map<Integer, Integer> answers, AtomicInteger left, CompletableFuture<Void> done) {
        Delivery delivery = open.poll();
        if (delivery == null) {
            return;
        }
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST).setHost("127.0.0.1").setPort(port).setURI(delivery.path()).addHeader("Content-Type", "application/json");
        delivery.headers().forEach(options::addHeader);
        client.request(options).compose(request -> request.send(Buffer.buffer(delivery.body()))).compose(response -> response.body().map(body -> response.statusCode()))
                .onFailure(done::completeExceptionally).onSuccess(status -> {
                    answers.merge(status, 1, Integer::sum);
                    if (left.decrementAndGet() == 0) {
                        done.complete(null);
                    }
                    next(open, answers, left, done);
                });
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
