package dev.dromon.provider;

import java.time.Duration;
import java.time.Instant;

/**
 * When a metric is fetched: at moments that are an interval apart and begin at a moment of its own, so that metrics of one interval are spread over it, at every start the same
 * way, and none drifts. Pure; never throws. Rule: docs/reference/metrics-providers.md, when a metric is fetched.
 *
 * @param interval more than 0
 * @param phase    offset of the moments from the epoch, less than the interval
 */
public record Schedule(Duration interval, Duration phase) {

    private static final int HALF = 2;

    /** The schedule of an object with this uid. */
    public static Schedule of(String uid, Duration interval) {
        long spread = Integer.toUnsignedLong(mixed(uid.hashCode()));
        return new Schedule(interval, Duration.ofMillis(spread % interval.toMillis()));
    }

    /** Uids that differ in one digit must not lie side by side. */
    private static int mixed(int hash) {
        int h = hash * 0x9E3779B1;
        return h ^ h >>> 15;
    }

    /** The next moment after a fetch; the first one after the first fetch may be up to half an interval early or late, all others are an interval apart. */
    public Instant after(Instant fetch) {
        long step = interval.toMillis();
        long earliest = fetch.toEpochMilli() + step / HALF + 1 - phase.toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(earliest + step - 1, step) * step + phase.toMillis());
    }

    /** Since when a value of that time does not count any more: it is older than twice the interval. */
    public Instant stale(Instant value) {
        return value.plus(interval).plus(interval);
    }
}
