package dev.dromon.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofMinutes(1));

    @ParameterizedTest
    @CsvSource({"1,500", "2,1000", "3,2000", "7,32000", "8,60000", "1000000,60000"})
    void doublesUpToTheLongest(int failures, long millis) {
        assertThat(BACKOFF.after(failures, Optional.empty(), 0)).hasMillis(millis);
        assertThat(BACKOFF.after(failures, Optional.empty(), 1)).hasMillis(millis + millis / 5);
    }

    @ParameterizedTest
    @CsvSource({"0,500", "2,2000", "90,90000", "100000,300000"})
    void waitsForWhatIsAskedWithinReason(long seconds, long millis) {
        assertThat(BACKOFF.after(1, Optional.of(Duration.ofSeconds(seconds)), 0)).hasMillis(millis);
    }

    @Property
    void isNeverShorterThanTheFirstAndNeverMuchLongerThanTheLongest(@ForAll @IntRange(min = 1) int failures, @ForAll @DoubleRange(min = 0, max = 1) double chance) {
        assertThat(BACKOFF.after(failures, Optional.empty(), chance)).isBetween(BACKOFF.min(), BACKOFF.max().multipliedBy(6).dividedBy(5));
    }
}
