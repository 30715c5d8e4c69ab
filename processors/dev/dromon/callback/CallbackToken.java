package dev.dromon.callback;

import dev.dromon.model.Hash;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The token that an answer must carry: a function of a secret key and the task, so that the same one is made again after a crash and none has to be kept. Pure; never
 * throws.
 */
final class CallbackToken {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int LENGTH = 43;
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{" + LENGTH + "}");
    private static final int HASH_DIGITS = 64;
    /** A retry is another KeptnTask, with another uid. */
    private static final int ATTEMPT = 1;

    private CallbackToken() {
    }

    /** The token of the task with that uid: 43 characters that have no special meaning in an address. */
    static String of(byte[] key, String taskUid) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(("callback\n" + taskUid + "\n" + ATTEMPT).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java runtime has HMAC-SHA-256, for any key that is not empty", e);
        }
    }

    /** What of a token is kept: its SHA-256 in hex. */
    static String hash(String token) {
        return Hash.sha256(token, HASH_DIGITS);
    }

    /** Whether a text could be a token at all. */
    static boolean shaped(String text) {
        return SHAPE.matcher(text).matches();
    }

    /** Whether the token with this hash is anywhere in a text; of no use for long ones, as each place that could be it is hashed. */
    static boolean within(String text, String hash) {
        return IntStream.rangeClosed(0, text.length() - LENGTH).mapToObj(i -> text.substring(i, i + LENGTH)).anyMatch(t -> shaped(t) && hash(t).equals(hash));
    }

    /** Id of the request of the task with that uid; the same however often it is sent. */
    static String requestId(String taskUid) {
        return Hash.sha256(taskUid + "\ncallback\n" + ATTEMPT, HASH_DIGITS / 2);
    }
}
