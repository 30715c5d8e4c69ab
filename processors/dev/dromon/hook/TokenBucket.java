package dev.dromon.hook;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Lets so many through in a minute; what was not used adds up to one minute's worth. Thread-safe, never waits. */
final class TokenBucket {

    private static final double MINUTE_NANOS = 60e9;

    private final int perMinute;
    private final LongSupplier nanoClock;
    private double tokens;
    private long filledAt;

    /** A full one. */
    TokenBucket(int perMinute, LongSupplier nanoClock) {
        this.perMinute = perMinute;
        this.nanoClock = nanoClock;
        this.tokens = perMinute;
        this.filledAt = nanoClock.getAsLong();
    }

    /** Empty when one more may go through; otherwise how long until one may. */
    synchronized Optional<Duration> take() {
        long now = nanoClock.getAsLong();
        tokens = Math.min(perMinute, tokens + (now - filledAt) * perMinute / MINUTE_NANOS);
        filledAt = now;
        if (tokens >= 1) {
            tokens--;
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos((long) Math.ceil((1 - tokens) * MINUTE_NANOS / perMinute)));
    }

    int perMinute() {
        return perMinute;
    }
}
