package dev.dromon.sandbox.demo;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a receiver does with a signed request, by the text of Standard Webhooks alone: it shares no code with the sender. */
final class SignatureCheck {

    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final String ALGORITHM = "HmacSHA256";
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final SecretKeySpec key;

    /** A check with a key as it is written down: {@code whsec_} and Base64. */
    SignatureCheck(String key) {
        this.key = new SecretKeySpec(Base64.getDecoder().decode(key.substring(PREFIX.length())), ALGORITHM);
    }

    /**
     * The headers of a request.
     *
     * @param id        webhook-id; null when there is none, and so the others
     * @param timestamp webhook-timestamp
     * @param signature webhook-signature
     */
    record Headers(String id, String timestamp, String signature) {
    }

    /** Whether a request was signed with the key, at most five minutes before or after now. Never throws. */
    boolean genuine(Headers headers, byte[] body, Instant now) {
        if (headers.id() == null || headers.signature() == null || seconds(headers.timestamp()).filter(s -> lately(s, now)).isEmpty()) {
            return false;
        }
        byte[] expected = (VERSION + Base64.getEncoder().encodeToString(sign(headers.id() + "." + headers.timestamp() + ".", body))).getBytes(StandardCharsets.UTF_8);
        return Stream.of(headers.signature().split(" ")).anyMatch(found -> MessageDigest.isEqual(expected, found.getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean lately(long second, Instant now) {
        return second >= now.getEpochSecond() - WINDOW.toSeconds() && second <= now.getEpochSecond() + WINDOW.toSeconds();
    }

    private static Optional<Long> seconds(String text) {
        return Optional.ofNullable(text).filter(t -> t.matches("[0-9]{1,12}")).map(Long::valueOf);
    }

    private byte[] sign(String before, byte[] body) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes(before.getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(body);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(signed.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("expected a Java runtime with HMAC-SHA-256, found one without", e);
        }
    }
}
