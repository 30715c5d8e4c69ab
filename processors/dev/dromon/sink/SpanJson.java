package dev.dromon.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.dromon.event.CloudEvent;
import dev.dromon.event.Span;
import dev.dromon.event.SpanContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;

/** A span as the request of an OTLP exporter, with the event that ended it. Never throws. Rule: OpenTelemetry Protocol 1.x, OTLP/HTTP, JSON Protobuf encoding. */
final class SpanJson {

    /** Media type. */
    static final String MEDIA_TYPE = "application/json";

    private static final JsonFactory JSON = new JsonFactory();
    private static final String SERVICE = "dromon";
    private static final String SCOPE = "dev.dromon";
    private static final int INTERNAL = 1;
    private static final int OK = 1;
    private static final int ERROR = 2;
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000L);

    private SpanJson() {
    }

    /** UTF-8. */
    static byte[] write(CloudEvent event, Span span) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("resourceSpans");
            json.writeStartObject();
            json.writeObjectFieldStart("resource");
            attributes(json, Map.of("service.name", SERVICE));
            json.writeEndObject();
            json.writeArrayFieldStart("scopeSpans");
            json.writeStartObject();
            json.writeObjectFieldStart("scope");
            json.writeStringField("name", SCOPE);
            json.writeEndObject();
            json.writeArrayFieldStart("spans");
            span(json, event, span);
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void span(JsonGenerator json, CloudEvent event, Span span) throws IOException {
        json.writeStartObject();
        context(json, span.context());
        if (span.parent().isPresent()) {
            json.writeStringField("parentSpanId", span.parent().get());
        }
        json.writeStringField("name", span.name());
        json.writeNumberField("kind", INTERNAL);
        json.writeStringField("startTimeUnixNano", nanos(span.start()));
        json.writeStringField("endTimeUnixNano", nanos(span.end()));
        attributes(json, span.attributes());
        ended(json, event);
        json.writeObjectFieldStart("status");
        json.writeNumberField("code", span.failed() ? ERROR : OK);
        if (!span.message().isEmpty()) {
            json.writeStringField("message", span.message());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("links");
        for (SpanContext link : span.links()) {
            json.writeStartObject();
            context(json, link);
            attributes(json, Map.of("opentracing.ref_type", "follows-from"));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** What ended it, by the name and with the sentence of its Kubernetes Event. */
    private static void ended(JsonGenerator json, CloudEvent event) throws IOException {
        json.writeArrayFieldStart("events");
        json.writeStartObject();
        json.writeStringField("timeUnixNano", nanos(event.time()));
        json.writeStringField("name", event.data().event().reason());
        attributes(json, Map.of("message", event.data().event().message()));
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void context(JsonGenerator json, SpanContext context) throws IOException {
        json.writeStringField("traceId", context.traceId());
        json.writeStringField("spanId", context.spanId());
    }

    private static void attributes(JsonGenerator json, Map<String, String> attributes) throws IOException {
        json.writeArrayFieldStart("attributes");
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            json.writeStartObject();
            json.writeStringField("key", attribute.getKey());
            json.writeObjectFieldStart("value");
            json.writeStringField("stringValue", attribute.getValue());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** 64-bit numbers are strings in JSON. */
    private static String nanos(Instant time) {
        return BigInteger.valueOf(time.getEpochSecond()).multiply(NANOS).add(BigInteger.valueOf(time.getNano())).toString();
    }
}
