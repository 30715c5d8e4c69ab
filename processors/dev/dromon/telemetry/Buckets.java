package dev.dromon.telemetry;

import java.time.Duration;
import java.util.stream.LongStream;

/** Bounds of histograms. */
final class Buckets {

    /** For what is a matter of milliseconds. */
    static final Duration[] QUICK = of(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000);
    /** For what takes as long as checks and rollouts do. */
    static final Duration[] SLOW = of(100, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000, 21_600_000, 86_400_000);

    private Buckets() {
    }

    private static Duration[] of(long... millis) {
        return LongStream.of(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
