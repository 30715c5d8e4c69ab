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

/** Signs requests. Pure; never throws. Rule: Standard Webhooks 1.0.0, "Signature scheme". */
final class WebhookSignature {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";

    private WebhookSignature() {
    }

    /** Headers that prove who sent a body, and when: one signature per key. */
    static Map<String, String> headers(List<byte[]> keys, String id, long epochSecond, byte[] body) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes((id + "." + epochSecond + ".").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(body);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(epochSecond));
        headers.put("webhook-signature", keys.stream().map(key -> "v1," + Base64.getEncoder().encodeToString(hmac(key, signed.toByteArray()))).collect(Collectors.joining(" ")));
        return headers;
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java runtime has HMAC-SHA-256, for any key that is not empty", e);
        }
    }

    /** The key that a text stands for: {@code whsec_} and Base64, or any other text as it is. IllegalArgumentException when what follows {@code whsec_} is no Base64. */
    static byte[] key(String text) {
        return text.startsWith(PREFIX) ? Base64.getDecoder().decode(text.substring(PREFIX.length())) : text.getBytes(StandardCharsets.UTF_8);
    }
}
