package dev.dromon.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallbackTokenTest {

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER = "0123456789abcdef0123456789abcdeg".getBytes(StandardCharsets.US_ASCII);

    @Test
    void theSameTaskGetsTheSameTokenAgainAndNobodyElseDoes() {
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(tokens.add(CallbackToken.of(KEY, "uid-" + i))).isTrue();
            assertThat(CallbackToken.of(KEY, "uid-" + i)).isIn(tokens);
        }
        assertThat(tokens).doesNotContain(CallbackToken.of(OTHER, "uid-1")).allMatch(CallbackToken::shaped);
    }

    /** Computed by {@code printf 'callback\nuid\n1' | openssl dgst -sha256 -hmac <key> -binary | base64} with the alphabet of addresses. */
    @Test
    void itIsAnHmacOfTheTaskAndItsAttempt() {
        assertThat(CallbackToken.of(KEY, "uid")).isEqualTo("zz5w00_nGRQM8wJOHB7LfULgrJd70bUJthubJHfNvIw");
    }

    @Test
    void whatIsKeptIsItsHash() {
        assertThat(CallbackToken.hash("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void theIdOfARequestTellsNothingOfItsToken() {
        assertThat(CallbackToken.requestId("uid")).hasSize(32).isEqualTo(CallbackToken.requestId("uid")).isNotEqualTo(CallbackToken.requestId("uid2"));
    }

    @Test
    void onlyWhatHasTheShapeOfATokenIsOne() {
        assertThat(CallbackToken.shaped("a".repeat(43))).isTrue();
        for (String no : new String[] {"", "a".repeat(42), "a".repeat(44), "a".repeat(42) + "=", "a".repeat(42) + "/", "a".repeat(42) + "\n", "ä".repeat(43)}) {
            assertThat(CallbackToken.shaped(no)).as(no).isFalse();
        }
    }

    @Test
    void aTextIsSearchedForItWithItsHashOnly() {
        String token = CallbackToken.of(KEY, "uid");
        String hash = CallbackToken.hash(token);

        for (String text : new String[] {token, "a" + token, token + "a", "see " + token + ".", "-".repeat(500) + token + "-".repeat(400)}) {
            assertThat(CallbackToken.within(text, hash)).as(text).isTrue();
        }
        for (String text : new String[] {"", token.substring(1), hash, token.replace('z', 'y'), "-".repeat(1024)}) {
            assertThat(CallbackToken.within(text, hash)).as(text).isFalse();
        }
    }
}
