package dev.dromon.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock that deadlines can rest on: it starts at the wall clock's time, goes on by monotonic time, and follows the wall clock slowly, at most a quarter faster or slower than
 * real time, until it has caught up. It never goes backwards and never jumps, however the wall clock is set. Thread-safe, never throws. Rule: docs/architecture.md, where
 * purity ends.
 */
final class SteadyClock implements InstantSource {

    private static final long SHARE = 4;

    private final InstantSource wall;
    private final LongSupplier nanoClock;
    private long lastNanos;
    private Instant last;

    /** Follows the wall clock; nanoClock counts nanoseconds of real time, as {@link System#nanoTime()} does. */
    SteadyClock(InstantSource wall, LongSupplier nanoClock) {
        this.wall = wall;
        this.nanoClock = nanoClock;
        this.lastNanos = nanoClock.getAsLong();
        this.last = wall.instant();
    }

    @Override
    public synchronized Instant instant() {
        long nanos = nanoClock.getAsLong();
        Duration passed = Duration.ofNanos(Math.max(0, nanos - lastNanos));
        Duration most = passed.dividedBy(SHARE);
        Instant free = last.plus(passed);
        Duration behind = Duration.between(free, wall.instant());
        Duration step = behind.compareTo(most) > 0 ? most : behind.compareTo(most.negated()) < 0 ? most.negated() : behind;
        last = free.plus(step);
        lastNanos = nanos;
        return last;
    }
}
