package dev.dromon.hook;

import static dev.dromon.hook.Deliveries.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.http.Request;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is let in, and who is not. */
class SchemeTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER = "another secret of enough length";
    private static final byte[] BODY = bytes("{\"ref\":\"refs/heads/main\"}");

    private static boolean standard(Map<String, String> headers, byte[] body, String... keys) {
        return Scheme.STANDARD_WEBHOOKS.authentic(Deliveries.request("t", body, headers), Stream.of(keys).map(Scheme.STANDARD_WEBHOOKS::key).toList(), NOW);
    }

    private static boolean plain(Scheme scheme, Map<String, String> headers, byte[] body, String... keys) {
        return scheme.authentic(Deliveries.request("t", body, headers), Stream.of(keys).map(scheme::key).toList(), NOW);
    }

    /** The example of the Standard Webhooks libraries. */
    @Test
    void whatOtherLibrariesSignIsAuthentic() {
        Map<String, String> headers = Map.of("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp", "1614265330",
                "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        Request request = Deliveries.request("t", bytes("{\"test\": 2432232314}"), headers);

        assertThat(Scheme.STANDARD_WEBHOOKS.authentic(request, List.of(Scheme.STANDARD_WEBHOOKS.key(KEY)), Instant.ofEpochSecond(1614265330))).isTrue();
    }

    /** The example of GitHub's documentation. */
    @Test
    void whatGitHubSignsIsAuthentic() {
        Map<String, String> headers = Map.of("X-Hub-Signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");

        assertThat(plain(Scheme.GITHUB, headers, bytes("Hello, World!"), "It's a Secret to Everybody")).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("genuine")
    void aDeliveryOfSomebodyWhoHasAKeyIsAuthentic(Consumer<Map<String, String>> change, List<String> keys) {
        Map<String, String> headers = Deliveries.signed(KEY, "1", NOW, BODY);
        change.accept(headers);

        assertThat(standard(headers, BODY, keys.toArray(String[]::new))).isTrue();
    }

    static Stream<Arguments> genuine() {
        return Stream.of(
                row("as it is", h -> { }, KEY),
                row("the key is the second of two", h -> { }, OTHER, KEY),
                row("the key is the first of two", h -> { }, KEY, OTHER),
                row("several signatures, the last is right", h -> h.put("webhook-signature", "v1,AAAA v1a,whatever v2,x " + h.get("webhook-signature")), KEY),
                row("5 minutes old", h -> h.putAll(Deliveries.signed(KEY, "1", NOW.minusSeconds(300), BODY)), KEY),
                row("5 minutes ahead", h -> h.putAll(Deliveries.signed(KEY, "1", NOW.plusSeconds(300), BODY)), KEY),
                row("a key that is plain text", h -> h.putAll(Deliveries.signed(OTHER, "1", NOW, BODY)), OTHER));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forged")
    void anyOtherDeliveryIsNot(Consumer<Map<String, String>> change, List<String> keys) {
        Map<String, String> headers = Deliveries.signed(KEY, "1", NOW, BODY);
        change.accept(headers);

        assertThat(standard(headers, BODY, keys.toArray(String[]::new))).isFalse();
    }

    static Stream<Arguments> forged() {
        return Stream.of(
                row("another key", h -> { }, OTHER),
                row("a key that was rotated out", h -> h.putAll(Deliveries.signed(OTHER, "1", NOW, BODY)), KEY),
                row("another id", h -> h.put("webhook-id", "2"), KEY),
                row("another time", h -> h.put("webhook-timestamp", Long.toString(NOW.getEpochSecond() + 1)), KEY),
                row("another body", h -> h.putAll(Deliveries.signed(KEY, "1", NOW, bytes("{}"))), KEY),
                row("stale", h -> h.putAll(Deliveries.signed(KEY, "1", NOW.minusSeconds(301), BODY)), KEY),
                row("from the future", h -> h.putAll(Deliveries.signed(KEY, "1", NOW.plusSeconds(301), BODY)), KEY),
                row("no id", h -> h.remove("webhook-id"), KEY),
                row("no time", h -> h.remove("webhook-timestamp"), KEY),
                row("no signature", h -> h.remove("webhook-signature"), KEY),
                row("an empty signature", h -> h.put("webhook-signature", ""), KEY),
                row("a signature of nothing", h -> h.put("webhook-signature", "v1,"), KEY),
                row("a signature without its version", h -> h.put("webhook-signature", h.get("webhook-signature").substring(3)), KEY),
                row("a signature of another version", h -> h.put("webhook-signature", "v2" + h.get("webhook-signature").substring(2)), KEY),
                row("a signature that is no Base64", h -> h.put("webhook-signature", "v1,***"), KEY),
                row("half a signature", h -> h.put("webhook-signature", h.get("webhook-signature").substring(0, 25)), KEY),
                row("signatures separated by commas", h -> h.put("webhook-signature", "v1,AAAA," + h.get("webhook-signature")), KEY),
                row("a time that is no number", h -> h.put("webhook-timestamp", "now"), KEY),
                row("a time with a sign", h -> h.put("webhook-timestamp", "+" + h.get("webhook-timestamp")), KEY),
                row("a time without an end", h -> h.put("webhook-timestamp", "9".repeat(400)), KEY),
                row("a time in milliseconds", h -> h.put("webhook-timestamp", h.get("webhook-timestamp") + "000"), KEY),
                row("an empty time", h -> h.put("webhook-timestamp", ""), KEY),
                row("no keys", h -> { }));
    }

    private static Arguments row(String name, Consumer<Map<String, String>> change, String... keys) {
        return Arguments.of(Named.of(name, change), List.of(keys));
    }

    @Test
    void headersThatAreThereTwiceProveNothing() {
        Map<String, String> headers = Deliveries.signed(KEY, "1", NOW, BODY);
        for (String twice : headers.keySet()) {
            Request request = Deliveries.request("t", BODY, headers);
            request.headers().put(twice, List.of(headers.get(twice), headers.get(twice)));

            assertThat(Scheme.STANDARD_WEBHOOKS.authentic(request, List.of(Scheme.STANDARD_WEBHOOKS.key(KEY)), NOW)).as(twice).isFalse();
        }
    }

    @Test
    void aSignatureOfGitHubCoversTheBodyAndNothingElse() {
        Map<String, String> headers = Deliveries.github(OTHER, "1", BODY);

        assertThat(plain(Scheme.GITHUB, headers, BODY, OTHER)).isTrue();
        assertThat(plain(Scheme.GITHUB, headers, BODY, KEY, OTHER)).isTrue();
        assertThat(plain(Scheme.GITHUB, headers, BODY, KEY)).isFalse();
        assertThat(plain(Scheme.GITHUB, headers, bytes("{}"), OTHER)).isFalse();
        String hex = headers.get("X-Hub-Signature-256").substring("sha256=".length());
        for (String wrong : List.of("", "sha256=", "sha256=zz", "sha256=00", "sha1=" + hex, hex, "sha256=" + hex + "00", "sha256=" + "0".repeat(4001))) {
            assertThat(plain(Scheme.GITHUB, Map.of("X-Hub-Signature-256", wrong), BODY, OTHER)).as(wrong).isFalse();
        }
        assertThat(plain(Scheme.GITHUB, Map.of(), BODY, OTHER)).isFalse();
    }

    @Test
    void aTokenIsTheWholeToken() {
        assertThat(plain(Scheme.BEARER, Deliveries.bearer(OTHER, "1"), BODY, OTHER)).isTrue();
        assertThat(plain(Scheme.BEARER, Deliveries.bearer(OTHER, "1"), BODY, KEY, OTHER)).isTrue();
        for (String wrong : List.of(KEY, OTHER + "x", OTHER.substring(1), OTHER.toUpperCase(), "x")) {
            assertThat(plain(Scheme.BEARER, Deliveries.bearer(wrong, "1"), BODY, OTHER)).as(wrong).isFalse();
        }
        assertThat(plain(Scheme.BEARER, Map.of("Authorization", "Basic " + OTHER), BODY, OTHER)).isFalse();
        assertThat(plain(Scheme.BEARER, Map.of(), BODY, OTHER)).isFalse();
    }
}
