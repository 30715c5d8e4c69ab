package dev.dromon.hook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.dromon.api.WebhookTrigger;
import dev.dromon.http.Request;
import dev.dromon.sink.WebhookSignature;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads authentic requests: JSON, or CloudEvents in binary or structured mode. Pure. Numbers stay as they are written. */
final class DeliveryReader {

    /** Longest id, in characters. */
    static final int MAX_ID = 256;

    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final List<String> REQUIRED = List.of("id", "source", "type");
    private static final ObjectMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
            DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false).build();

    private DeliveryReader() {
    }

    /** Refuses what is no JSON by its own account; nothing of the body is read for that. */
    static void checkType(Request request) throws WebhookRefusal {
        String type = mediaType(request);
        boolean json = type.equals("application/json") || type.matches("application/[a-z0-9.+-]+\\+json");
        String charset = request.header("Content-Type").map(t -> t.toLowerCase(Locale.ROOT).replaceAll("[\" ]", "")).filter(t -> t.contains(";charset="))
                .map(t -> t.replaceAll(".*;charset=", "").replaceAll(";.*", "")).orElse("utf-8");
        if (!json || type.equals(BATCH) || !charset.equals("utf-8")) {
            throw WebhookRefusal.mediaType("expected a body of application/json in UTF-8, or one CloudEvent as application/cloudevents+json; set Content-Type");
        }
        if (request.headers().containsKey("Content-Encoding")) {
            throw WebhookRefusal.mediaType("expected a body without Content-Encoding; send it as it is");
        }
    }

    private static String mediaType(Request request) {
        return request.header("Content-Type").map(t -> t.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)).orElse("");
    }

    /** The delivery that a request to a trigger is. */
    static Delivery read(Request request, WebhookTrigger trigger, Scheme scheme) throws WebhookRefusal {
        JsonNode document = parse(request.body());
        boolean structured = mediaType(request).equals(STRUCTURED);
        if (structured) {
            checkEvent(document);
        }
        Optional<String> inEvent = structured ? Optional.ofNullable(document.path("id").textValue()) : Optional.empty();
        String id = id(request, scheme, inEvent);
        Delivery.Mark mark = scheme == Scheme.GITHUB ? Delivery.Mark.of(trigger, id, digest(request.body())) : Delivery.Mark.of(trigger, id);
        return new Delivery(mark, structured ? data(document) : document);
    }

    private static JsonNode parse(byte[] body) throws WebhookRefusal {
        try {
            JsonNode document = JSON.readTree(body);
            if (!document.isMissingNode()) {
                return document;
            }
        } catch (IOException e) {
            throw WebhookRefusal.malformed(e instanceof JsonProcessingException ? "expected one JSON document without repeated names as the body, found something else"
                    : "the body cannot be read");
        }
        throw WebhookRefusal.malformed("expected one JSON document as the body, found nothing");
    }

    private static String id(Request request, Scheme scheme, Optional<String> inEvent) throws WebhookRefusal {
        Optional<String> id = scheme == Scheme.STANDARD_WEBHOOKS ? request.header(WebhookSignature.ID)
                : Stream.of(WebhookSignature.ID, "X-GitHub-Delivery", "ce-id").flatMap(name -> request.header(name).stream()).findFirst().or(() -> inEvent);
        return id.filter(i -> !i.isBlank() && i.length() <= MAX_ID).orElseThrow(() -> WebhookRefusal.malformed("expected an id of 1 to " + MAX_ID
                + " characters in one header webhook-id, X-GitHub-Delivery or ce-id, or in the CloudEvent, found none; send one that is the same when the delivery is repeated"));
    }

    /** CloudEvents 1.0.2, "Required Attributes". */
    private static void checkEvent(JsonNode event) throws WebhookRefusal {
        if (!"1.0".equals(event.path("specversion").textValue()) || REQUIRED.stream().anyMatch(name -> event.path(name).asText().isEmpty())) {
            throw WebhookRefusal.malformed("expected a CloudEvent with specversion 1.0, id, source and type, found something else");
        }
    }

    /** CloudEvents 1.0.2, JSON format, "Handling of data": it may be there as Base64. */
    private static JsonNode data(JsonNode event) throws WebhookRefusal {
        if (!event.has("data_base64")) {
            return event.has("data") ? event.get("data") : MissingNode.getInstance();
        }
        try {
            return parse(Base64.getDecoder().decode(event.get("data_base64").asText()));
        } catch (IllegalArgumentException e) {
            throw WebhookRefusal.malformed("expected Base64 in data_base64, found something else");
        }
    }

    private static String digest(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has SHA-256", e);
        }
    }
}
