package dev.dromon.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
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

    @ParameterizedTest(name = "{0} is read as the general parser reads it")
    @ValueSource(strings = {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000001Z", "2024-02-29T23:59:59.999999Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
        "2026-02-29T03:04:05Z", "2026-13-02T03:04:05Z", "2026-01-02T24:00:00Z", "2026-01-02T03:60:05Z", "2026-01-02T03:04:60Z", "2026-01-02T03:04:0xZ", "2026-01-02 03:04:05Z",
        "2026-01-02T03:04:05.12345xZ", "2026-01-02T03:04:05,123456Z", "+026-01-02T03:04:05Z", "2026-01-02T03:04:05.123Z", "2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05.1+02:00"})
    void commonSpellingsAreReadAsTheGeneralParserReadsThem(String text) {
        Optional<Instant> general;
        try {
            general = Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            general = Optional.empty();
        }

        assertThat(Times.parse(text)).isEqualTo(general);
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
