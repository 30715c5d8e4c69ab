package dev.dromon.hook;

import dev.dromon.api.WebhookAuthentication;
import dev.dromon.api.WebhookSecret;
import dev.dromon.http.Request;
import dev.dromon.kube.SecretValue;
import dev.dromon.sink.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** How a delivery proves where it comes from. Pure; never throws for any request. Secrets are compared in a time that tells nothing of them. */
enum Scheme {

    /** Standard Webhooks 1.0.0: the signature covers id, time and body. */
    STANDARD_WEBHOOKS("secret", 24) {
        @Override
        boolean authentic(Request request, List<byte[]> keys, Instant now) {
            Optional<String> id = request.header(WebhookSignature.ID);
            Optional<String> time = request.header(WebhookSignature.TIMESTAMP).filter(t -> fresh(t, now));
            List<byte[]> shown = request.header(WebhookSignature.SIGNATURE).map(Scheme::signatures).orElse(List.of());
            return id.isPresent() && time.isPresent() && !shown.isEmpty()
                    && keys.stream().anyMatch(key -> oneOf(shown, WebhookSignature.signature(key, id.get(), time.get(), request.body())));
        }

        @Override
        byte[] key(String line) {
            return WebhookSignature.key(line);
        }
    },

    /** GitHub, "Validating webhook deliveries": the signature covers the body. */
    GITHUB("secret", 16) {
        @Override
        boolean authentic(Request request, List<byte[]> keys, Instant now) {
            Optional<byte[]> shown = request.header("X-Hub-Signature-256").filter(s -> s.startsWith("sha256=")).flatMap(s -> hex(s.substring("sha256=".length())));
            return shown.isPresent() && keys.stream().anyMatch(key -> oneOf(List.of(shown.get()), WebhookSignature.hmac(key, request.body())));
        }
    },

    /** RFC 6750: whoever has the token may deliver. */
    BEARER("token", 16) {
        @Override
        boolean authentic(Request request, List<byte[]> keys, Instant now) {
            Optional<byte[]> shown = request.bearer().map(t -> t.getBytes(StandardCharsets.UTF_8));
            return shown.isPresent() && keys.stream().anyMatch(key -> MessageDigest.isEqual(WebhookSignature.hmac(key, key), WebhookSignature.hmac(key, shown.get())));
        }
    };

    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final String defaultKey;
    private final int minBytes;

    Scheme(String defaultKey, int minBytes) {
        this.defaultKey = defaultKey;
        this.minBytes = minBytes;
    }

    /** Whether the request is from somebody who has one of the keys, and, where it says when it was sent, was sent now. */
    abstract boolean authentic(Request request, List<byte[]> keys, Instant now);

    /** The key that a line of a Secret stands for. IllegalArgumentException when it stands for none. */
    byte[] key(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }

    /** Fewer bytes make no key. */
    int minBytes() {
        return minBytes;
    }

    /** The scheme that a trigger asks for. */
    static Scheme of(WebhookAuthentication asked) {
        return asked.standardWebhooks != null ? STANDARD_WEBHOOKS : asked.github != null ? GITHUB : BEARER;
    }

    /** Where the keys are. */
    SecretValue secret(WebhookAuthentication asked) {
        WebhookSecret from = switch (this) {
            case STANDARD_WEBHOOKS -> asked.standardWebhooks;
            case GITHUB -> asked.github;
            case BEARER -> asked.bearer;
        };
        return new SecretValue(from.secret.name, from.secret.key == null ? defaultKey : from.secret.key);
    }

    private static boolean fresh(String seconds, Instant now) {
        return seconds.matches("[0-9]{1,12}") && Duration.between(Instant.ofEpochSecond(Long.parseLong(seconds)), now).abs().compareTo(WINDOW) <= 0;
    }

    private static List<byte[]> signatures(String header) {
        return Arrays.stream(header.split(" ")).filter(s -> s.startsWith(WebhookSignature.VERSION)).map(s -> s.substring(WebhookSignature.VERSION.length()))
                .flatMap(s -> base64(s).stream()).toList();
    }

    private static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> hex(String text) {
        try {
            return Optional.of(HexFormat.of().parseHex(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean oneOf(List<byte[]> shown, byte[] expected) {
        return shown.stream().anyMatch(s -> MessageDigest.isEqual(s, expected));
    }
}
