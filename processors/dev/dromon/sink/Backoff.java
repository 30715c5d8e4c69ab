package dev.dromon.sink;

import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait before a delivery is repeated: doubled with each failure, and spread, so that what failed together does not come back together. Pure; never throws.
 *
 * @param min first wait
 * @param max longest wait; at least {@code min}
 */
public record Backoff(Duration min, Duration max) {

    /** A receiver may ask for more than {@link #max}, but not for more than this. */
    static final Duration LONGEST_ASKED = Duration.ofMinutes(5);

    private static final int MAX_SHIFT = 20;
    private static final double SPREAD = 0.2;

    /**
     * The wait after so many failures in a row.
     *
     * @param failures at least 1
     * @param asked    what the receiver asked for (Retry-After); empty when it did not
     * @param chance   from 0 to 1: nothing up to a fifth is added
     */
    public Duration after(int failures, Optional<Duration> asked, double chance) {
        Duration doubled = min.multipliedBy(1L << Math.min(failures - 1, MAX_SHIFT));
        Duration own = doubled.compareTo(max) < 0 ? doubled : max;
        Duration wanted = asked.map(a -> a.compareTo(LONGEST_ASKED) < 0 ? a : LONGEST_ASKED).filter(a -> a.compareTo(own) > 0).orElse(own);
        return spread(wanted, chance);
    }

    /** The wait, with nothing up to a fifth added. */
    static Duration spread(Duration wait, double chance) {
        return wait.plusNanos((long) (wait.toNanos() * SPREAD * chance));
    }
}
