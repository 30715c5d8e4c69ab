package dev.dromon.sandbox.demo;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The Events of a namespace as they come in, in the order of their times. Events of different objects are announced by different threads, and may overtake one
 * another; therefore each is handed out a moment after it happened.
 */
final class EventFeed implements AutoCloseable {

    private static final Duration MOMENT = Duration.ofMillis(500);

    private record Waiting(Told told) implements Delayed {

        private static final Comparator<Told> ORDER = Comparator.comparing(Told::time).thenComparingLong(Told::number);

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(Duration.between(Instant.now(), told.time().plus(MOMENT)));
        }

        @Override
        public int compareTo(Delayed other) {
            return ORDER.compare(told, ((Waiting) other).told);
        }
    }

    private final DelayQueue<Waiting> queue = new DelayQueue<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicReference<WatcherException> broken = new AtomicReference<>();
    private final Watch watch;

    EventFeed(KubernetesClient client, String namespace) {
        watch = client.v1().events().inNamespace(namespace).watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, Event event) {
                if (action == Action.ADDED) {
                    queue.add(new Waiting(Told.of(event, count.incrementAndGet())));
                }
            }

            @Override
            public void onClose(WatcherException cause) {
                broken.set(cause);
            }
        });
    }

    /** The next event; empty when there is none until the deadline. */
    Optional<Told> next(Instant deadline) {
        try {
            Waiting waiting = queue.poll(Math.max(0, Duration.between(Instant.now(), deadline).toMillis()), TimeUnit.MILLISECONDS);
            if (waiting == null && broken.get() != null) {
                throw new IllegalStateException("the watch on the Events has ended", broken.get());
            }
            return Optional.ofNullable(waiting).map(Waiting::told);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
