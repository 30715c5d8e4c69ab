package dev.dromon.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static long through(TokenBucket bucket, int asked) {
        return IntStream.range(0, asked).filter(i -> bucket.take().isEmpty()).count();
    }

    @Test
    void aMinutesWorthGoesThroughAtOnceAndThenOneAfterTheOther() {
        TokenBucket bucket = new TokenBucket(60, nanos::get);

        assertThat(through(bucket, 100)).isEqualTo(60);
        assertThat(bucket.take()).contains(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(3));
        assertThat(through(bucket, 100)).isEqualTo(3);
        pass(Duration.ofMillis(400));
        assertThat(bucket.take()).hasValueSatisfying(wait -> assertThat(wait).isBetween(Duration.ofMillis(599), Duration.ofMillis(601)));
    }

    @Test
    void whatIsNotUsedAddsUpToAMinuteOnly() {
        TokenBucket bucket = new TokenBucket(6, nanos::get);
        pass(Duration.ofDays(3));

        assertThat(through(bucket, 100)).isEqualTo(6);
        assertThat(bucket.take()).contains(Duration.ofSeconds(10));
    }
}
