package dev.dromon.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    @ParameterizedTest(name = "{0} is {1} ms")
    @CsvSource({"0, 0", "5s, 5000", "500ms, 500", "1h30m, 5400000", "1.5s, 1500", "5m0s, 300000", "1000us, 1", "2000000ns, 2", "1000µs, 1", "1000μs, 1"})
    void aGoDurationIsRead(String text, long millis) {
        assertThat(Times.duration(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest(name = "''{0}'' is no duration")
    @NullSource
    @ValueSource(strings = {"", "5", "0abc", "x5m", "5 s", "-5s", "5d", "s", "1h30"})
    void anythingElseIsEmpty(String text) {
        assertThat(Times.duration(text)).isEmpty();
    }

    @Test
    void anInstantComesBackInMicroseconds() {
        Instant time = Instant.parse("2026-01-02T03:04:05.123456Z");

        assertThat(Times.micros(time)).isEqualTo("2026-01-02T03:04:05.123456Z");
        assertThat(Times.micros(Instant.parse("2026-01-02T03:04:05Z"))).isEqualTo("2026-01-02T03:04:05.000000Z");
        assertThat(Times.parse(Times.micros(time))).contains(time);
        assertThat(Times.parse("2026-01-02T04:04:05+01:00")).contains(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(Times.parse("yesterday")).isEmpty();
        assertThat(Times.parse(null)).isEmpty();
    }
}
