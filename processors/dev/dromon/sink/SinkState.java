package dev.dromon.sink;

import dev.dromon.api.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * What this process knows of one sink: which apps wait for how long, and what its status does not tell yet. After some failures in a row the whole sink is left alone,
 * so that one that is down is not asked once for every app that waits. Holds one entry per app that waits. Thread-safe.
 */
final class SinkState {

    /** Dead letters that are kept by name. */
    static final int LETTERS = 20;

    private static final int FAILURES_TO_PAUSE = 3;

    /** An event that was not taken: how often, and when to try again. */
    private record Retry(String event, int attempts, Instant due) {
    }

    /**
     * What happened since the last {@link #report}.
     *
     * @param delivered  events taken
     * @param dead       events given up
     * @param lost       events that are never delivered
     * @param letters    the newest of those, oldest first, at most {@link #LETTERS}
     */
    record Report(long delivered, long dead, long lost, List<DeadLetter> letters) {

        /** Nothing happened. */
        static final Report NONE = new Report(0, 0, 0, List.of());

        boolean empty() {
            return delivered == 0 && dead == 0 && lost == 0;
        }
    }

    /** The last thing that went wrong. */
    record Trouble(String problem, Instant time) {
    }

    private final Backoff backoff;
    private final DoubleSupplier chance;
    private final Map<String, Retry> retries = new HashMap<>();
    private final Map<String, Integer> pending = new HashMap<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private long delivered;
    private long dead;
    private long lost;
    private int streak;
    private int pauses;
    private Instant pausedUntil = Instant.MIN;
    private Optional<Trouble> trouble = Optional.empty();
    private Optional<Instant> lastTaken = Optional.empty();

    /** A sink that nothing is known of but what the status was not told yet. */
    SinkState(Backoff backoff, DoubleSupplier chance, Report untold) {
        this.backoff = backoff;
        this.chance = chance;
        this.delivered = untold.delivered();
        this.dead = untold.dead();
        this.lost = untold.lost();
        this.letters.addAll(untold.letters());
    }

    /** How long the app has to wait; zero when it may be tried. Those that wait for the whole sink are spread. */
    synchronized Duration wait(String app, Instant now) {
        Retry retry = retries.get(app);
        if (retry != null && retry.due().isAfter(now)) {
            return Duration.between(now, retry.due());
        }
        return pausedUntil.isAfter(now) ? Backoff.spread(Duration.between(now, pausedUntil), chance.getAsDouble()) : Duration.ZERO;
    }

    /** So many events of the app wait; with none there is nothing to remember of it. */
    synchronized void waiting(String app, int count) {
        if (count == 0) {
            retries.remove(app);
            pending.remove(app);
        } else {
            pending.put(app, count);
        }
    }

    /** Events that wait, of all apps. */
    synchronized long pending() {
        return pending.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** The sink took an event of the app; returns whether it had failed before. */
    synchronized boolean taken(String app, Instant now) {
        lastTaken = Optional.of(now);
        boolean recovered = failing();
        delivered++;
        one(app);
        streak = 0;
        pauses = 0;
        pausedUntil = Instant.MIN;
        return recovered;
    }

    private void one(String app) {
        retries.remove(app);
        pending.computeIfPresent(app, (key, count) -> count > 1 ? count - 1 : null);
    }

    /** The sink did not take the event; returns how often that was so, this time included. */
    synchronized int failed(String app, DeliveryFailure failure, Instant now) {
        String event = failure.event();
        Retry before = retries.get(app);
        int attempts = before != null && before.event().equals(event) ? before.attempts() + 1 : 1;
        retries.put(app, new Retry(event, attempts, now.plus(backoff.after(attempts, failure.retryAfter(), chance.getAsDouble()))));
        trouble = Optional.of(new Trouble(failure.getMessage(), now));
        if (!failure.refused()) {
            streak++;
            pause(failure, now);
        }
        return attempts;
    }

    /** Those that were on their way when the sink was paused pause it no longer. */
    private void pause(DeliveryFailure failure, Instant now) {
        boolean asked = failure.retryAfter().isPresent();
        if ((streak >= FAILURES_TO_PAUSE || asked) && !pausedUntil.isAfter(now)) {
            pauses++;
            pausedUntil = now.plus(backoff.after(pauses, failure.retryAfter(), 0));
        }
    }

    /** The event is given up; the app goes on with the next. */
    synchronized void dead(String app, DeadLetter letter) {
        dead++;
        letters.add(letter);
        letters.subList(0, Math.max(0, letters.size() - LETTERS)).clear();
        one(app);
    }

    /** So many events are never delivered. */
    synchronized void lost(int count) {
        lost += count;
    }

    /** Whether something waits because the sink did not take it. */
    synchronized boolean failing() {
        return !retries.isEmpty() || streak > 0;
    }

    synchronized int streak() {
        return streak;
    }

    /** When the sink last took an event; empty when it took none yet. */
    synchronized Optional<Instant> lastTaken() {
        return lastTaken;
    }

    synchronized Optional<Trouble> trouble() {
        return trouble;
    }

    /** What happened since the last report that was {@link #reported}. */
    synchronized Report report() {
        return new Report(delivered, dead, lost, List.copyOf(letters));
    }

    /** The report is in the sink's status. */
    synchronized void reported(Report report) {
        delivered -= report.delivered();
        dead -= report.dead();
        lost -= report.lost();
        letters.removeAll(report.letters());
    }
}
