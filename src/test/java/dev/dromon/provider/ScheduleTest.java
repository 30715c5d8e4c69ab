package dev.dromon.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05.678Z");

    @Property
    void fetchesAreAnIntervalApartHoweverLateOneWas(@ForAll @IntRange(min = 1, max = 86400) int seconds, @ForAll @LongRange(min = 0, max = 100_000_000) long millis, @ForAll int uid) {
        Schedule schedule = Schedule.of("uid-" + uid, Duration.ofSeconds(seconds));
        Instant first = schedule.after(BEGIN.plusMillis(millis));

        Instant second = schedule.after(first.plusMillis(seconds * 1000L / 3));

        assertThat(Duration.between(first, second)).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(Duration.between(BEGIN.plusMillis(millis), first)).isBetween(Duration.ofMillis(seconds * 500L), Duration.ofMillis(seconds * 1500L + 1));
    }

    @Test
    void metricsOfOneIntervalAreSpreadOverIt() {
        int[] perSecond = new int[10];
        IntStream.range(0, 500).mapToObj(i -> Schedule.of(new UUID(1, i).toString(), Duration.ofSeconds(10)).after(BEGIN)).forEach(at -> perSecond[(int) (at.getEpochSecond() % 10)]++);

        assertThat(IntStream.of(perSecond).boxed()).allSatisfy(count -> assertThat(count).isBetween(20, 90));
    }

    @Test
    void theScheduleOfAnObjectIsTheSameAfterARestart() {
        assertThat(List.of(Schedule.of("a", Duration.ofSeconds(7)))).containsExactly(Schedule.of("a", Duration.ofSeconds(7)));
    }
}
