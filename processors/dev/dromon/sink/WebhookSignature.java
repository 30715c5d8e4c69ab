package dev.dromon.sink;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests, and makes the signatures that requests should have. Pure; never throws. Rule: Standard Webhooks 1.0.0, "Signature scheme". */
public final class WebhookSignature {

    /** Header with the id of a delivery. */
    public static final String ID = "webhook-id";
    /** Header with the time of a delivery in seconds since 1970. */
    public static final String TIMESTAMP = "webhook-timestamp";
    /** Header with signatures, separated by blanks. */
    public static final String SIGNATURE = "webhook-signature";
    /** What a signature begins with; its Base64 follows. */
    public static final String VERSION = "v1,";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";

    private WebhookSignature() {
    }

    /** Headers that prove who sent a body, and when: one signature per key. */
    static Map<String, String> headers(List<byte[]> keys, String id, long epochSecond, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        String timestamp = Long.toString(epochSecond);
        headers.put(ID, id);
        headers.put(TIMESTAMP, timestamp);
        headers.put(SIGNATURE, keys.stream().map(key -> VERSION + Base64.getEncoder().encodeToString(signature(key, id, timestamp, body))).collect(Collectors.joining(" ")));
        return headers;
    }

    /** The signature of a body by one key; id and timestamp as they are in the headers. */
    public static byte[] signature(byte[] key, String id, String timestamp, byte[] body) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(body);
        return hmac(key, signed.toByteArray());
    }

    /** HMAC-SHA-256 of a text by a key that is not empty. */
    public static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java runtime has HMAC-SHA-256, for any key that is not empty", e);
        }
    }

    /** The key that a text stands for: {@code whsec_} and Base64, or any other text as it is. IllegalArgumentException when what follows {@code whsec_} is no Base64. */
    public static byte[] key(String text) {
        return text.startsWith(PREFIX) ? Base64.getDecoder().decode(text.substring(PREFIX.length())) : text.getBytes(StandardCharsets.UTF_8);
    }
}
