package dev.dromon.metric;

import dev.dromon.provider.MetricQuery;
import dev.dromon.provider.ProviderType;
import dev.dromon.provider.Server;
import dev.dromon.provider.Credentials;
import dev.dromon.provider.Step;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A provider's server that answers as a test says and keeps what it was asked, and the real client that asks it. */
public final class ProviderStub implements AutoCloseable {

    /** What was asked; parameters are those of the query, those of a form are in the body. */
    public record Asked(String method, String path, Map<String, List<String>> parameters, Map<String, String> headers, String body) {

        /** The body as a form. */
        public Map<String, List<String>> form() {
            return new QueryStringDecoder(body, false).parameters();
        }
    }

    /** An answer. */
    public record Answer(int status, String body) {
    }

    private final Vertx vertx = Vertx.vertx();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final boolean secure;
    private volatile Function<Asked, Answer> behaviour = a -> new Answer(404, "");
    private volatile boolean hanging;

    public ProviderStub() {
        this(new HttpServerOptions());
    }

    /** For example with TLS. */
    public ProviderStub(HttpServerOptions options) {
        secure = options.isSsl();
        server = vertx.createHttpServer(options.setHost("127.0.0.1").setPort(0)).requestHandler(request -> request.bodyHandler(body -> answer(request, body.toString())))
                .listen().toCompletionStage().toCompletableFuture().join();
    }

    private void answer(HttpServerRequest request, String body) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach(h -> headers.put(h.getKey(), h.getValue()));
        QueryStringDecoder query = new QueryStringDecoder(request.uri());
        Asked came = new Asked(request.method().name(), query.path(), query.parameters(), headers, body);
        asked.add(came);
        if (!hanging) {
            Answer answer = behaviour.apply(came);
            request.response().setStatusCode(answer.status()).putHeader("Location", "/elsewhere").end(answer.body());
        }
    }

    /** From now on it answers so. */
    public void answers(Function<Asked, Answer> next) {
        behaviour = next;
    }

    /** From now on it answers everything with this. */
    public void answers(int status, String body) {
        answers(a -> new Answer(status, body));
    }

    /** From now on it does not answer, or does again. */
    public void hang(boolean on) {
        hanging = on;
    }

    /** Everything that was asked, oldest first. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** The last thing that was asked. */
    public Asked last() {
        return asked.get(asked.size() - 1);
    }

    public String url() {
        return (secure ? "https" : "http") + "://127.0.0.1:" + server.actualPort();
    }

    /** A whole fetch by the real client. */
    Step fetch(ProviderType type, Map<String, String> secret, String key, MetricQuery query) {
        Optional<Credentials> credentials = secret.isEmpty() ? Optional.empty() : Optional.of(new Credentials("login", key, secret));
        return fetch(type.begin(new Server(url(), credentials), query), Duration.ofSeconds(30), false);
    }

    /** The same without a Secret. */
    Step fetch(ProviderType type, MetricQuery query) {
        return fetch(type, Map.of(), "", query);
    }

    /** From a first step to the end. */
    Step fetch(Step first, Duration timeout, boolean anyCertificate) {
        try (ProviderClient client = new ProviderClient(vertx, anyCertificate, true)) {
            return client.run(first, timeout).toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    Vertx vertx() {
        return vertx;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
