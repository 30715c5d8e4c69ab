package dev.dromon.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the server answers.
 *
 * @param status  status code
 * @param type    content type
 * @param headers further headers
 * @param body    bytes, or an {@link InputStream} that is sent as it gives something until it ends or the client is gone, then closed
 */
public record Reply(int status, String type, Map<String, String> headers, Object body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Copies the headers. */
    public Reply {
        headers = Map.copyOf(headers);
    }

    /** A JSON document of maps, lists, texts, numbers and truth values. */
    public static Reply json(int status, Object document) {
        return new Reply(status, "application/json", Map.of("Cache-Control", "no-store"), bytes(document));
    }

    /** A stream of the given content type. */
    public static Reply stream(String type, InputStream body) {
        return new Reply(200, type, Map.of("Cache-Control", "no-store"), body);
    }

    /** A problem document (RFC 9457); the detail is a sentence for the client, and must tell nothing that an attacker could use. */
    public static Reply problem(int status, String title, String detail) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "about:blank");
        document.put("title", title);
        document.put("status", status);
        document.put("detail", detail);
        return new Reply(status, "application/problem+json", Map.of("Cache-Control", "no-store"), bytes(document));
    }

    /** The same with one more header. */
    public Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, type, more, body);
    }

    /** The body as text; only of replies that are no stream. */
    public String text() {
        return new String((byte[]) body, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Object document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a reply that is no JSON", e);
        }
    }
}
