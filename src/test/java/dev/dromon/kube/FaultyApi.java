package dev.dromon.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;

/** An API server in memory that can refuse, hang, expire its watches and lose or hold back their events; {@link #admin()} is never hit by faults. */
final class FaultyApi implements AutoCloseable {

    private static final String ADMIN = "admin";
    private static final String EXPIRED = "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
        + "\"message\":\"too old resource version\",\"reason\":\"Expired\",\"code\":410}}";

    /** What becomes of events on their way to the watcher. */
    private enum Events { SENT, HELD, LOST }

    private final KubernetesMockServer server = new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), new Dispatcher(), false);
    private final Set<WebSocket> watches = ConcurrentHashMap.newKeySet();
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final KubernetesClient admin;
    private volatile Function<RecordedRequest, MockResponse> fault = request -> null;
    private volatile Function<RecordedRequest, Duration> delay = request -> Duration.ZERO;
    private volatile Events events = Events.SENT;

    FaultyApi() {
        this(0);
    }

    FaultyApi(int port) {
        server.init(InetAddress.getLoopbackAddress(), port);
        admin = KubeClients.reconciling(config(ADMIN, server.getPort()));
    }

    static Config config(String userAgent, int port) {
        return new ConfigBuilder(Config.empty()).withMasterUrl("http://localhost:" + port).withUserAgent(userAgent).withNamespace("default").build();
    }

    int port() {
        return server.getPort();
    }

    KubernetesClient admin() {
        return admin;
    }

    Config config(String userAgent) {
        return config(userAgent, server.getPort());
    }

    KubernetesClient client() {
        return KubeClients.reconciling(config("tested"));
    }

    /** Requests of the tested clients so far, as {@code METHOD path?query}. */
    List<String> requests() {
        return requests;
    }

    long count(Predicate<String> request) {
        return requests.stream().filter(request).count();
    }

    void answer(Function<RecordedRequest, MockResponse> newFault) {
        fault = newFault;
    }

    void refuse(Predicate<RecordedRequest> which, int code) {
        fault = request -> which.test(request) ? new MockResponse().setResponseCode(code) : null;
    }

    /** Takes the request, does nothing and answers after an hour. */
    void hang(Predicate<RecordedRequest> which) {
        fault = request -> which.test(request) ? new MockResponse().setBody("{}").setBodyDelay(Duration.ofHours(1)) : null;
    }

    /** Does what the next such request asks at once, but answers later. */
    void answerOneLate(Predicate<RecordedRequest> which, Duration later) {
        AtomicBoolean first = new AtomicBoolean(true);
        delay = request -> which.test(request) && first.getAndSet(false) ? later : Duration.ZERO;
    }

    void heal() {
        fault = request -> null;
        delay = request -> Duration.ZERO;
    }

    void loseEvents() {
        events = Events.LOST;
    }

    void holdEvents() {
        events = Events.HELD;
    }

    void sendEvents() {
        events = Events.SENT;
        for (Runnable next = held.poll(); next != null; next = held.poll()) {
            next.run();
        }
    }

    /** Ends all watches as the API server does when their version is too old. */
    void expireWatches() {
        watches.forEach(watch -> watch.send(EXPIRED));
    }

    void cutWatches() {
        watches.forEach(watch -> watch.close(1001, "going away"));
    }

    int watches() {
        return watches.size();
    }

    static boolean isWatch(RecordedRequest request) {
        return request.getPath().contains("watch=true");
    }

    @Override
    public void close() {
        fault = request -> null;
        admin.close();
        server.destroy();
    }

    private final class Dispatcher extends KubernetesCrudDispatcher {

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            if (ADMIN.equals(request.getHeader("User-Agent"))) {
                return super.dispatch(request);
            }
            requests.add(request.getMethod() + " " + request.getPath());
            MockResponse failure = fault.apply(request);
            MockResponse response = failure == null ? super.dispatch(request) : failure;
            Duration later = delay.apply(request);
            return later.isZero() ? response : response.setBodyDelay(later);
        }

        @Override
        public MockResponse handleWatch(String path) {
            MockResponse response = super.handleWatch(path);
            return response.withWebSocketUpgrade(new Tap(response.getWebSocketListener()));
        }
    }

    private final class Tap extends WebSocketListener {

        private final WebSocketListener listener;

        private Tap(WebSocketListener listener) {
            this.listener = listener;
        }

        @Override
        public void onOpen(WebSocket socket, Response response) {
            watches.add(socket);
            listener.onOpen(new Gate(socket), response);
        }

        @Override
        public void onClosing(WebSocket socket, int code, String reason) {
            listener.onClosing(socket, code, reason);
        }

        @Override
        public void onClosed(WebSocket socket, int code, String reason) {
            watches.remove(socket);
            listener.onClosed(socket, code, reason);
        }

        @Override
        public void onFailure(WebSocket socket, Throwable error, Response response) {
            watches.remove(socket);
            listener.onFailure(socket, error, response);
        }
    }

    private final class Gate implements WebSocket {

        private final WebSocket socket;

        private Gate(WebSocket socket) {
            this.socket = socket;
        }

        @Override
        public RecordedRequest request() {
            return socket.request();
        }

        @Override
        public boolean send(String text) {
            switch (events) {
                case SENT -> socket.send(text);
                case HELD -> held.add(() -> socket.send(text));
                case LOST -> { }
            }
            return true;
        }

        @Override
        public boolean send(byte[] bytes) {
            return socket.send(bytes);
        }

        @Override
        public boolean close(int code, String reason) {
            return socket.close(code, reason);
        }
    }
}
