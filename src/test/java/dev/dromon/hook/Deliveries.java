package dev.dromon.hook;

import dev.dromon.http.Request;
import dev.dromon.sink.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Requests as senders make them. */
public final class Deliveries {

    private Deliveries() {
    }

    /** A request to a trigger; headers as name, value, name, value. */
    static Request request(String trigger, byte[] body, Map<String, String> headers) {
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        all.putIfAbsent("Content-Type", List.of("application/json"));
        return new Request("POST", List.of("hooks", "shop", trigger), Map.of(), all, body);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Headers of Standard Webhooks. */
    public static Map<String, String> signed(String key, String id, Instant time, byte[] body) {
        byte[] secret = WebhookSignature.key(key);
        return new HashMap<>(Map.of("webhook-id", id, "webhook-timestamp", Long.toString(time.getEpochSecond()), "webhook-signature",
                "v1," + Base64.getEncoder().encodeToString(WebhookSignature.signature(secret, id, Long.toString(time.getEpochSecond()), body))));
    }

    /** Headers of GitHub. */
    public static Map<String, String> github(String key, String id, byte[] body) {
        return new HashMap<>(Map.of("X-GitHub-Delivery", id, "X-Hub-Signature-256", "sha256=" + HexFormat.of().formatHex(WebhookSignature.hmac(bytes(key), body))));
    }

    /** Headers with a token. */
    static Map<String, String> bearer(String token, String id) {
        return new HashMap<>(Map.of("Authorization", "Bearer " + token, "webhook-id", id));
    }
}
