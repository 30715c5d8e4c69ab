package dev.dromon.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A receiver of spans that reads what comes by OpenTelemetry's own definitions of its protocol, and refuses what they do not know. */
public final class Collector implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> IDS = List.of("traceId", "spanId", "parentSpanId");

    private final HttpServer server;
    private final List<ResourceSpans> resources = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    /** Listens on a free port of this machine. */
    public Collector() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException("no free port on this machine", e);
        }
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    /** Address to post spans to. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    /** Every span that came, in the order of their coming; one that came again, as a collector may get it, is one if it is the same. */
    public List<Span> spans() {
        return resources.stream().flatMap(r -> r.getScopeSpansList().stream()).flatMap(s -> s.getSpansList().stream()).distinct().toList();
    }

    /** Why requests were refused. */
    public List<String> refused() {
        return List.copyOf(refused);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean json = "application/json".equals(exchange.getRequestHeaders().getFirst("content-type"));
            if (json && read(body)) {
                byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("content-type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            } else {
                exchange.sendResponseHeaders(json ? 400 : 415, -1);
            }
        }
    }

    private boolean read(String body) throws IOException {
        try {
            resources.addAll(parse(body).getResourceSpansList());
            return true;
        } catch (InvalidProtocolBufferException e) {
            refused.add(e.getMessage());
            return false;
        }
    }

    /** OTLP writes ids as hex digits, where the JSON of protocol buffers has Base64. */
    static ExportTraceServiceRequest parse(String body) throws IOException {
        JsonNode request = JSON.readTree(body);
        base64(request);
        ExportTraceServiceRequest.Builder read = ExportTraceServiceRequest.newBuilder();
        JsonFormat.parser().merge(JSON.writeValueAsString(request), read);
        return read.build();
    }

    private static void base64(JsonNode node) {
        if (node instanceof ObjectNode object) {
            IDS.stream().filter(object::has).forEach(id -> object.put(id, Base64.getEncoder().encodeToString(HexFormat.of().parseHex(object.get(id).asText()))));
        }
        node.forEach(Collector::base64);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
