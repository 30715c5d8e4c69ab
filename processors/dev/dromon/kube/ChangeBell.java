package dev.dromon.kube;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts changes, and wakes those who wait for one. Thread-safe. */
public final class ChangeBell {

    private long count;

    /** Something has changed, or may have. */
    public synchronized void ring() {
        count++;
        notifyAll();
    }

    /** How often it rang so far. */
    public synchronized long count() {
        return count;
    }

    /** Returns when it has rung since it was at that count, at the latest after the given time. */
    public synchronized void await(long since, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (long left = longest.toNanos(); count == since && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
