package dev.dromon.sandbox.demo;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dromon.api.EventSink;
import dev.dromon.api.EventSinkRetry;
import dev.dromon.api.EventSinkSpec;
import dev.dromon.api.HttpSinkSpec;
import dev.dromon.api.SecretKeyReference;
import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** A real HTTP server on a free port of this machine. It takes events that are signed with its key, which only it and a Secret have. */
public final class HttpConsumer implements EventConsumer {

    private static final String NAME = "demo-http";
    private static final String ADDRESS = "127.0.0.1";
    private static final String PATH = "/events";
    private static final int KEY_BYTES = 32;
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int THREADS = 4;
    private static final int TAKEN = 204;
    private static final int UNREADABLE = 400;
    private static final int UNKNOWN_SENDER = 401;
    private static final int NOT_WANTED = 422;

    private final String key = newKey();
    private final SignatureCheck check = new SignatureCheck(key);
    private final Predicate<CloudEvent> wants;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final HttpServer server;
    private final List<Arrival> arrivals = new ArrayList<>();
    private int genuine;
    private int others;

    /** One that takes everything. */
    public HttpConsumer() {
        this(event -> true);
    }

    /** One that refuses what it does not want, for good. */
    public HttpConsumer(Predicate<CloudEvent> wants) {
        this.wants = wants;
        try {
            server = HttpServer.create(new InetSocketAddress(ADDRESS, 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext(PATH, this::answer);
        server.start();
    }

    private static String newKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(take(exchange), -1);
        }
    }

    private int take(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
        var signed = new SignatureCheck.Headers(headers.getFirst("webhook-id"), headers.getFirst("webhook-timestamp"), headers.getFirst("webhook-signature"));
        if (!counted(check.genuine(signed, body, Instant.now()))) {
            return UNKNOWN_SENDER;
        }
        try {
            CloudEvent event = HttpMessageFactory.createReader(single(headers), body).toEvent();
            return wants.test(event) ? taken(event) : NOT_WANTED;
        } catch (CloudEventRWException e) {
            return UNREADABLE;
        }
    }

    private synchronized boolean counted(boolean good) {
        genuine += good ? 1 : 0;
        others += good ? 0 : 1;
        return good;
    }

    private synchronized int taken(CloudEvent event) {
        arrivals.add(new Arrival(event, PATH));
        return TAKEN;
    }

    private static Map<String, String> single(Headers headers) {
        Map<String, String> first = new LinkedHashMap<>();
        headers.forEach((name, values) -> first.put(name, values.get(0)));
        return first;
    }

    @Override
    public String name() {
        return "HTTP " + ADDRESS + ":" + server.getAddress().getPort() + PATH;
    }

    private String url() {
        return "http://" + ADDRESS + ":" + server.getAddress().getPort() + PATH;
    }

    @Override
    public List<HasMetadata> subscription() {
        EventSink sink = new EventSink();
        sink.setMetadata(new ObjectMetaBuilder().withName(NAME).build());
        EventSinkSpec spec = new EventSinkSpec();
        spec.http = new HttpSinkSpec();
        spec.http.url = url();
        spec.http.allowLocalAddresses = true;
        spec.http.signatureSecret = new SecretKeyReference();
        spec.http.signatureSecret.name = NAME;
        spec.retry = new EventSinkRetry();
        spec.retry.minBackoff = "50ms";
        sink.setSpec(spec);
        return List.of(new SecretBuilder().withNewMetadata().withName(NAME).withNamespace(DemoRun.SYSTEM).endMetadata()
                .withData(Map.of("secret", Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)))).build(), sink);
    }

    @Override
    public synchronized List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    @Override
    public synchronized Optional<Signatures> signatures() {
        return Optional.of(new Signatures(genuine, others));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
