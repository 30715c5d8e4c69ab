package dev.dromon.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "10, 10", "-1.5, -1.5", "+3, 3", ".5, 0.5", "5., 5", "1e3, 1000", "1E3, 1000", "2.5e-2, 0.025", "' 7 ', 7", "'\t7\n', 7",
            "100n, 0.0000001", "5u, 0.000005", "500m, 0.5", "2k, 2000", "1.5M, 1500000", "1G, 1000000000", "1T, 1000000000000", "1P, 1e15", "1E, 1e18",
            "1Ki, 1024", "1.5Mi, 1572864", "1Gi, 1073741824", "1Ti, 1099511627776", "1Pi, 1125899906842624", "1Ei, 1152921504606846976",
            "0.1, 0.1", "12345678901234567890.000000000000000001, 12345678901234567890.000000000000000001"})
    void readsDecimalsExponentsAndKubernetesQuantities(String text, BigDecimal number) {
        assertThat(Numbers.parse(text).orElseThrow()).isEqualByComparingTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "NaN", "nan", "Inf", "+Inf", "-Infinity", "abc", "1,5", "1 000", "5 Gi", "5gi", "5K", "--1", "+-1", "0x10", "1e", "e3", ".", "-", "1.2.3",
            "1e9999", "10%", "١"})
    void anythingElseIsNoNumber(String text) {
        assertThat(Numbers.parse(text)).isEmpty();
    }
}
