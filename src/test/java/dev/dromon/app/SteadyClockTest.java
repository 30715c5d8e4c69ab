package dev.dromon.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyClockTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> wall = new AtomicReference<>(START);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final SteadyClock clock = new SteadyClock(wall::get, nanos::get);

    private Instant after(Duration real) {
        nanos.addAndGet(real.toNanos());
        wall.updateAndGet(w -> w.plus(real));
        return clock.instant();
    }

    @Test
    void itShowsTheWallClocksTimeWhileThatRunsEvenly() {
        assertThat(clock.instant()).isEqualTo(START);
        assertThat(after(Duration.ofMinutes(7))).isEqualTo(START.plus(Duration.ofMinutes(7)));
    }

    @ParameterizedTest
    @ValueSource(longs = {7200, -7200})
    void aJumpOfTheWallClockIsNotAJumpOfTime(long seconds) {
        wall.updateAndGet(w -> w.plusSeconds(seconds));

        assertThat(clock.instant()).isEqualTo(START);
        Duration shown = Duration.between(START, after(Duration.ofMinutes(4)));
        assertThat(shown).isEqualTo(seconds > 0 ? Duration.ofMinutes(5) : Duration.ofMinutes(3));
    }

    @ParameterizedTest
    @ValueSource(longs = {7200, -7200})
    void itCatchesUpAndThenRunsEvenlyAgain(long seconds) {
        wall.updateAndGet(w -> w.plusSeconds(seconds));

        for (int minute = 0; minute < 8 * 60; minute++) {
            Instant before = clock.instant();
            assertThat(after(Duration.ofMinutes(1))).isAfter(before);
        }

        assertThat(clock.instant()).isEqualTo(wall.get());
        assertThat(after(Duration.ofMinutes(1))).isEqualTo(wall.get());
    }

    @Test
    void itDoesNotGoBackWhenNoTimePasses() {
        Instant shown = after(Duration.ofSeconds(1));
        wall.updateAndGet(w -> w.minusSeconds(3600));

        assertThat(clock.instant()).isEqualTo(shown);
        assertThat(clock.instant()).isEqualTo(shown);
    }
}
