package dev.dromon.fault;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A proxy between one runtime and the real API server. The runtime talks HTTP to a port of 127.0.0.1, the proxy talks to the API server with the runtime's own token. It
 * numbers the runtime's writes and reads, and does with them, with watches (web sockets; the client watches by plain HTTP only where those are refused, which is not passed on)
 * and with connections what a {@link FaultPlan} says. Everything happens in one thread of Vert.x, so a plan needs no locks.
 */
final class FaultProxy implements AutoCloseable {

    private static final int FIRST_PORT = 10_000;
    private static final int PORTS = 9_000;
    private static final int TRIES = 50;
    private static final int POOL = 64;
    private static final int FRAME = 1 << 24;
    private static final int INTERNAL = 500;
    private static final int TOO_MANY = 429;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long AGAIN_MILLIS = 50;
    /** Servers of one Vert.x that listen on the same port share its connections in turns, instead of failing. */
    private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();
    private static final Set<String> OWN_HEADERS = Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade");

    /**
     * What is behind the proxy.
     *
     * @param server the API server
     * @param admin  may change every object, to play somebody else
     */
    record Upstream(Config server, Config admin, ListMemory lists) {
    }

    private final Vertx vertx;
    private final Upstream upstream;
    private final FaultPlan plan;
    private final Runnable onDeath;
    private final Context context;
    private final HttpClient client;
    private final WebSocketClient sockets;
    private final URI api;
    private final int port;
    private final Set<WatchStream> watches = new HashSet<>();
    private final Set<HttpConnection> connections = new HashSet<>();
    private final Set<HttpConnection> silenced = new HashSet<>();
    private final Map<String, Integer> struck = new ConcurrentSkipListMap<>();
    private HttpServer server;
    private int writes;
    private int reads;
    private int refusing;
    private boolean silent;
    private boolean dead;
    private volatile int written;

    /** Listens at once; onDeath is called in the proxy's thread when the plan kills the runtime. */
    FaultProxy(Vertx vertx, Upstream upstream, FaultPlan plan, Runnable onDeath) {
        this.vertx = vertx;
        this.upstream = upstream;
        this.plan = plan;
        this.onDeath = onDeath;
        this.context = vertx.getOrCreateContext();
        this.api = URI.create(upstream.server().getMasterUrl());
        PemTrustOptions trust = new PemTrustOptions().addCertValue(Buffer.buffer(Base64.getDecoder().decode(upstream.server().getCaCertData())));
        this.client = vertx.createHttpClient(new HttpClientOptions().setSsl(true).setPemTrustOptions(trust).setMaxPoolSize(POOL).setKeepAlive(true));
        this.sockets = vertx.createWebSocketClient(new WebSocketClientOptions().setSsl(true).setPemTrustOptions(trust).setMaxConnections(POOL).setMaxFrameSize(FRAME).setMaxMessageSize(FRAME));
        this.port = listen();
    }

    /** Below the ports that the system gives to outgoing connections, so that nobody takes it while the proxy plays a server that is away. */
    private int listen() {
        for (int i = 0; i < TRIES; i++) {
            int candidate = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
            if (TAKEN.add(candidate) && await(open(candidate).map(true).otherwise(false))) {
                return candidate;
            }
        }
        throw new IllegalStateException("expected a free port from " + FIRST_PORT + " on, found none in " + TRIES + " tries; end what holds them");
    }

    private Future<HttpServer> open(int candidate) {
        return onContext(() -> {
            HttpServer fresh = vertx.createHttpServer(new HttpServerOptions().setMaxWebSocketFrameSize(FRAME).setMaxWebSocketMessageSize(FRAME).setHttp2ClearTextEnabled(false));
            fresh.connectionHandler(this::opened).requestHandler(this::handle);
            return fresh.listen(SocketAddress.inetSocketAddress(candidate, "127.0.0.1")).onSuccess(this::listens);
        });
    }

    private void listens(HttpServer listening) {
        if (dead) {
            listening.close();
        } else {
            server = listening;
        }
    }

    private void opened(HttpConnection connection) {
        connections.add(connection);
        connection.closeHandler(closed -> {
            connections.remove(connection);
            silenced.remove(connection);
        });
    }

    /** How the runtime reaches the API server through this proxy. */
    Config config() {
        return new ConfigBuilder(Config.empty()).withMasterUrl("http://127.0.0.1:" + port).withOauthToken(upstream.server().getOauthToken()).build();
    }

    /** Writes so far. */
    int written() {
        return written;
    }

    /** How many times each kind of fault was injected so far, by its name. */
    Map<String, Integer> struck() {
        return Map.copyOf(struck);
    }

    private void count(String fault) {
        struck.merge(fault, 1, Integer::sum);
    }

    // ---- requests ------------------------------------------------------------------------------------------------------------------------------

    private void handle(HttpServerRequest in) {
        if (dead || silent || silenced.contains(in.connection())) {
            silenced.add(in.connection());
        } else if ("websocket".equalsIgnoreCase(in.getHeader("Upgrade"))) {
            watch(in);
        } else {
            in.body().onSuccess(body -> judge(in, body));
        }
    }

    private void judge(HttpServerRequest in, Buffer body) {
        if (dead) {
            return;
        }
        boolean isWrite = ApiCall.writes(in.method().name(), in.path());
        ApiCall call = new ApiCall(isWrite ? ++writes : 0, isWrite ? 0 : ++reads, in.method().name(), in.path(), in.query() == null ? "" : in.query());
        written = writes;
        plan.strike(call, this);
        Fate fate = plan.fate(call);
        if (fate.delay().isZero()) {
            meet(fate, call, in, body);
        } else {
            count("DELAY");
            vertx.setTimer(fate.delay().toMillis(), timer -> meet(fate, call, in, body));
        }
    }

    private void meet(Fate fate, ApiCall call, HttpServerRequest in, Buffer body) {
        if (dead || silent || silenced.contains(in.connection())) {
            return;
        }
        if (fate.kind() != Fate.Kind.PASS) {
            count(fate.kind() == Fate.Kind.REFUSE ? "REFUSE_" + fate.code() : fate.kind().name());
        }
        switch (fate.kind()) {
            case PASS -> forward(call, in, body).onSuccess(answer -> pass(answer, in));
            case REFUSE -> refuse(in, fate.code());
            case RESET -> in.connection().close();
            case LOSE_ANSWER -> forward(call, in, body).onComplete(answer -> in.connection().close());
            case TOUCH -> touch(call, in, body).compose(touched -> forward(call, in, body)).onSuccess(answer -> pass(answer, in));
            case DIE_BEFORE -> die();
            case DIE_AFTER -> forward(call, in, body).onComplete(answer -> die());
        }
    }

    private record Answer(int code, MultiMap headers, Buffer body) {
    }

    /** A failure of the way to the API server is one of the way to the proxy. */
    private Future<Answer> forward(ApiCall call, HttpServerRequest in, Buffer body) {
        return send(in.method(), in.uri(), in.headers(), body).map(answer -> remembered(call, answer)).onFailure(failure -> in.connection().close());
    }

    private Future<Answer> send(HttpMethod method, String uri, MultiMap headers, Buffer body) {
        RequestOptions options = new RequestOptions().setMethod(method).setHost(api.getHost()).setPort(api.getPort()).setURI(uri);
        headers.forEach((name, value) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                options.addHeader(name, value);
            }
        });
        return client.request(options).compose(request -> request.send(body)).compose(FaultProxy::read);
    }

    private static Future<Answer> read(HttpClientResponse response) {
        return response.body().map(body -> new Answer(response.statusCode(), response.headers(), body));
    }

    private Answer remembered(ApiCall call, Answer answer) {
        if (!call.list() || answer.code() != 200) {
            return answer;
        }
        boolean stale = plan.stale(call) && call.query().contains("resourceVersion=0");
        Buffer body = stale ? upstream.lists().oldest(call.path()).orElse(answer.body()) : answer.body();
        if (!body.equals(answer.body())) {
            count("STALE_LIST");
        }
        upstream.lists().remember(call.path(), answer.body());
        return new Answer(answer.code(), answer.headers(), body);
    }

    private void pass(Answer answer, HttpServerRequest in) {
        if (dead || silent || silenced.contains(in.connection()) || in.response().closed()) {
            return;
        }
        answer.headers().forEach((name, value) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                in.response().putHeader(name, value);
            }
        });
        in.response().setStatusCode(answer.code()).end(answer.body());
    }

    private static void refuse(HttpServerRequest in, int code) {
        if (in.response().closed()) {
            return;
        }
        if (code == TOO_MANY) {
            in.response().putHeader("Retry-After", "1");
        }
        in.response().setStatusCode(code).putHeader("Content-Type", "application/json").end("""
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"refused by the fault proxy","code":%d}""".formatted(code));
    }

    /** Somebody else creates what is to be created, or writes an annotation on what is to be changed; that it is gone is fine. */
    private Future<Answer> touch(ApiCall call, HttpServerRequest in, Buffer body) {
        if (call.creates()) {
            return send(in.method(), in.uri(), in.headers(), body);
        }
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Authorization", "Bearer " + upstream.admin().getOauthToken()).add("Content-Type", "application/merge-patch+json");
        return send(HttpMethod.PATCH, call.object(), headers, Buffer.buffer("{\"metadata\":{\"annotations\":{\"example.org/touched\":\"" + call.write() + "\"}}}"));
    }

    // ---- watches -------------------------------------------------------------------------------------------------------------------------------

    private void watch(HttpServerRequest in) {
        if (refusing > 0) {
            count("REFUSE_WATCH");
            refuse(in, INTERNAL);
            return;
        }
        in.pause();
        WebSocketConnectOptions options = new WebSocketConnectOptions().setHost(api.getHost()).setPort(api.getPort()).setURI(in.uri())
                .addHeader("Authorization", "Bearer " + upstream.server().getOauthToken());
        sockets.connect(options).onSuccess(above -> relay(in, above)).onFailure(failure -> reject(in, failure));
    }

    /** What the API server sends at once must wait until somebody listens. */
    private void relay(HttpServerRequest in, WebSocket above) {
        above.pause();
        in.toWebSocket().onSuccess(below -> {
            if (above.isClosed()) {
                below.close();
                return;
            }
            WatchStream stream = new WatchStream(vertx, in.path(), plan, this::count, below::writeTextMessage, () -> {
                above.close();
                below.close();
            });
            watches.add(stream);
            above.textMessageHandler(stream::message).closeHandler(closed -> forget(stream)).exceptionHandler(failure -> forget(stream));
            below.closeHandler(closed -> forget(stream)).exceptionHandler(failure -> forget(stream));
            above.resume();
        }).onFailure(failure -> above.close());
    }

    private void forget(WatchStream stream) {
        watches.remove(stream);
        stream.cut();
    }

    private static void reject(HttpServerRequest in, Throwable failure) {
        in.resume();
        if (failure instanceof UpgradeRejectedException rejected) {
            in.response().setStatusCode(rejected.getStatus()).end(rejected.getBody() == null ? Buffer.buffer() : rejected.getBody());
        } else {
            in.connection().close();
        }
    }

    /** Ends all watches, as an API server that is restarted. */
    void cutWatches() {
        count("CUT_WATCH");
        List.copyOf(watches).forEach(WatchStream::cut);
    }

    /** Tells all watches that their version is too old (410). */
    void expireWatches() {
        count("EXPIRE_WATCH");
        List.copyOf(watches).forEach(WatchStream::expire);
    }

    /** Cuts all watches and refuses new ones for a time. */
    void refuseWatches(Duration span) {
        refusing++;
        cutWatches();
        vertx.setTimer(span.toMillis(), timer -> refusing--);
    }

    // ---- connections ---------------------------------------------------------------------------------------------------------------------------

    /** Nothing listens for a time; all connections are cut. */
    void down(Duration span) {
        if (server != null) {
            count("DOWN");
            close(server);
            vertx.setTimer(span.toMillis(), timer -> reopen());
        }
    }

    /** The port may be on its way to being free. */
    private void reopen() {
        if (!dead) {
            open(port).onFailure(busy -> vertx.setTimer(AGAIN_MILLIS, timer -> reopen()));
        }
    }

    private Future<Void> close(HttpServer listening) {
        server = null;
        Future<Void> closed = listening.close();
        new ArrayList<>(connections).forEach(HttpConnection::close);
        List.copyOf(watches).forEach(WatchStream::cut);
        return closed;
    }

    /** From now on packets vanish in both directions without a reset. After the span new connections work again; those that were open or opened meanwhile stay deaf for ever. */
    void vanish(Duration span) {
        count("VANISH");
        silent = true;
        silenced.addAll(connections);
        watches.forEach(WatchStream::silence);
        vertx.setTimer(span.toMillis(), timer -> {
            silenced.addAll(connections);
            silent = false;
        });
    }

    /** From this instant nothing of the runtime comes through in either direction: for the API server its process was killed. */
    private void die() {
        if (!dead) {
            bury();
            onDeath.run();
        }
    }

    private void bury() {
        dead = true;
        if (server != null) {
            close(server).onComplete(closed -> TAKEN.remove(port));
        }
        client.close();
        sockets.close();
    }

    /** Kills the runtime now, from any thread; as {@link #die} without telling. */
    @Override
    public void close() {
        await(onContext(() -> {
            bury();
            return Future.succeededFuture();
        }));
    }

    private <T> Future<T> onContext(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(go -> work.get().onComplete(done));
        return done.future();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the fault proxy does not answer", e);
        }
    }
}
