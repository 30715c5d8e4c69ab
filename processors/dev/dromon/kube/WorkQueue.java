package dev.dromon.kube;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Keys to look at, in the manner of client-go's work queue: a key is handed out to one taker at a time, a key that is added while it is worked on is handed out once
 * more afterwards, additions in between coalesce. Holds at most one place and one timer per key, so it is bounded by the number of objects. Thread-safe.
 */
public final class WorkQueue {

    private static final int MAX_SHIFT = 20;
    private static final int CONFLICT_SHARE = 10;
    private static final int LONGEST_CONFLICT = 10;

    /** When a key comes back; instants of a nano clock may overflow, so they are compared by their difference. */
    private record Due(long at, String key) implements Comparable<Due> {

        @Override
        public int compareTo(Due other) {
            long difference = at - other.at;
            return difference == 0 ? key.compareTo(other.key) : Long.signum(difference);
        }
    }

    private final Duration minBackoff;
    private final Duration maxBackoff;
    private final LongSupplier nanoClock;
    private final Consumer<Duration> onTaken;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<String> ready = new ArrayDeque<>();
    /** Keys that are to be handed out, with the time since when that is so. */
    private final Map<String, Long> dirty = new HashMap<>();
    private final Set<String> processing = new HashSet<>();
    private final Map<String, Due> timers = new HashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final TreeSet<Due> due = new TreeSet<>();
    private boolean closed;

    /** A queue whose failed keys come back after minBackoff, doubled with each failure up to maxBackoff. */
    public WorkQueue(Duration minBackoff, Duration maxBackoff, LongSupplier nanoClock) {
        this(minBackoff, maxBackoff, nanoClock, waited -> { });
    }

    /** The same; who listens learns, with each key that is taken, for how long it was due. It is called under the queue's lock: it must be quick and never throw. */
    WorkQueue(Duration minBackoff, Duration maxBackoff, LongSupplier nanoClock, Consumer<Duration> onTaken) {
        this.onTaken = onTaken;
        this.minBackoff = minBackoff;
        this.maxBackoff = maxBackoff;
        this.nanoClock = nanoClock;
    }

    /** Asks for a look at the key; nothing new when that was asked already, or the queue is closed. */
    public void add(String key) {
        locked(() -> enqueue(key, nanoClock.getAsLong()));
    }

    /** Asks for a look at the key after the delay, with whatever is asked until then; earlier when something asks for that. */
    public void add(String key, Duration delay) {
        locked(() -> {
            if (delay.isZero()) {
                enqueue(key, nanoClock.getAsLong());
            } else if (!dirty.containsKey(key)) {
                schedule(key, delay);
            }
        });
    }

    private void enqueue(String key, long since) {
        if (closed || dirty.putIfAbsent(key, since) != null) {
            return;
        }
        if (!processing.contains(key)) {
            ready.add(key);
            changed.signal();
        }
    }

    /** Waits for a key; null when the queue was closed, or going is false after a {@link #wake()}. The key is the taker's until it is done or failed. */
    public String take(BooleanSupplier going) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && going.getAsBoolean()) {
                String key = next();
                if (key != null) {
                    return key;
                }
                awaitChange();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** A key without waiting for one; empty when none is ready now or the queue was closed. Else as {@link #take}. */
    public Optional<String> poll() {
        lock.lock();
        try {
            return closed ? Optional.empty() : Optional.ofNullable(next());
        } finally {
            lock.unlock();
        }
    }

    private String next() {
        ripen();
        String key = ready.poll();
        if (key != null) {
            onTaken.accept(Duration.ofNanos(nanoClock.getAsLong() - dirty.remove(key)));
            forgetTimer(key);
            processing.add(key);
        }
        return key;
    }

    private void ripen() {
        long now = nanoClock.getAsLong();
        while (!due.isEmpty() && due.first().at() - now <= 0) {
            Due ripe = due.first();
            forgetTimer(ripe.key());
            enqueue(ripe.key(), ripe.at());
        }
    }

    private void forgetTimer(String key) {
        Due timer = timers.remove(key);
        if (timer != null) {
            due.remove(timer);
        }
    }

    private void awaitChange() throws InterruptedException {
        if (due.isEmpty()) {
            changed.await();
        } else {
            changed.awaitNanos(due.first().at() - nanoClock.getAsLong());
        }
    }

    /** The key was looked at and all is well. */
    public void done(String key) {
        locked(() -> {
            failures.remove(key);
            finish(key);
        });
    }

    /** The key was looked at and wants another look after the delay, unless something asks for one earlier. */
    public void done(String key, Duration delay) {
        locked(() -> {
            failures.remove(key);
            schedule(key, delay);
            finish(key);
        });
    }

    /** The look at the key failed: it comes back after its back-off. Returns how many times in a row it has failed now. */
    public int failed(String key) {
        return backOff(key, minBackoff, maxBackoff);
    }

    /**
     * Somebody changed the object meanwhile: as {@link #failed}, but the back-off is a tenth, and at most ten times the first one, since the API server answers and another
     * look is likely to succeed, whatever went wrong before.
     */
    public int conflicted(String key) {
        Duration longest = minBackoff.multipliedBy(LONGEST_CONFLICT);
        return backOff(key, minBackoff.dividedBy(CONFLICT_SHARE), longest.compareTo(maxBackoff) < 0 ? longest : maxBackoff);
    }

    /** What made looks fail may be over: keys that wait for the end of their back-off come back at once. What was only asked for later is not hastened. */
    public void hasten() {
        locked(() -> failures.keySet().stream().filter(timers::containsKey).toList().forEach(key -> schedule(key, Duration.ZERO)));
    }

    private int backOff(String key, Duration first, Duration longest) {
        lock.lock();
        try {
            int count = failures.merge(key, 1, Integer::sum);
            Duration backoff = first.multipliedBy(1L << Math.min(count - 1, MAX_SHIFT));
            schedule(key, backoff.compareTo(longest) < 0 ? backoff : longest);
            finish(key);
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** A timer is forgotten when its key is taken: one that is there already was asked for since, and counts if it is the earlier one. */
    private void schedule(String key, Duration delay) {
        Due timer = new Due(nanoClock.getAsLong() + Math.max(0, delay.toNanos()), key);
        Due earlier = timers.get(key);
        if (closed || earlier != null && earlier.at() - timer.at() <= 0) {
            return;
        }
        forgetTimer(key);
        timers.put(key, timer);
        due.add(timer);
        changed.signal();
    }

    private void finish(String key) {
        processing.remove(key);
        if (dirty.containsKey(key) && !closed) {
            ready.add(key);
            changed.signal();
        }
    }

    /** Failed looks at the key since the last good one. */
    public int failures(String key) {
        lock.lock();
        try {
            return failures.getOrDefault(key, 0);
        } finally {
            lock.unlock();
        }
    }

    /** Keys that wait for a taker now. */
    public int depth() {
        lock.lock();
        try {
            ripen();
            return ready.size();
        } finally {
            lock.unlock();
        }
    }

    /** Keys that come back later by themselves. */
    public int delayed() {
        lock.lock();
        try {
            return timers.size();
        } finally {
            lock.unlock();
        }
    }

    /** Keys that are being looked at now. */
    public int inFlight() {
        lock.lock();
        try {
            return processing.size();
        } finally {
            lock.unlock();
        }
    }

    /** Lets every waiting taker ask again whether it is to go on. */
    public void wake() {
        locked(changed::signalAll);
    }

    /** Ends the queue: takers get null, additions are ignored. */
    public void close() {
        locked(() -> {
            closed = true;
            changed.signalAll();
        });
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }
}
