package dev.dromon.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashTest {

    @ParameterizedTest
    @CsvSource({"ciaopeppetest12, 1253120182", "'', 2166136261", "a, 3826002220", "foobar, 3214735720"})
    void fnvIsKeptnsAndThePublishedOne(String text, String digest) {
        assertThat(Hash.fnv1a(text)).isEqualTo(digest);
    }

    @Test
    void fnvReadsTextAsUtf8() {
        assertThat(Hash.fnv1a("é")).isEqualTo(fnvOf(0xc3, 0xa9));
    }

    private static String fnvOf(int... bytes) {
        long hash = 2166136261L;
        for (int b : bytes) {
            hash = ((hash ^ b) * 16777619L) % 4294967296L;
        }
        return Long.toString(hash);
    }

    @ParameterizedTest
    @CsvSource({"'', 10, e3b0c44298", "1, 8, 6b86b273", "abc, 64, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"})
    void sha256IsCutToTheDigitsAskedFor(String text, int digits, String hash) {
        assertThat(Hash.sha256(text, digits)).isEqualTo(hash);
    }
}
