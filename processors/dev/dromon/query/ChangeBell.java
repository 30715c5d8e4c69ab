package dev.dromon.query;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts changes, and wakes those who wait for one. Thread-safe. */
final class ChangeBell {

    private long count;

    /** Something has changed, or may have. */
    synchronized void ring() {
        count++;
        notifyAll();
    }

    /** How often it rang so far. */
    synchronized long count() {
        return count;
    }

    /** Returns when it has rung since it was at that count, at the latest after the given time. */
    synchronized void await(long since, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (long left = longest.toNanos(); count == since && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
