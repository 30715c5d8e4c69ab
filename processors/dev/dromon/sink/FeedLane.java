package dev.dromon.sink;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** One partition that this process reads: what was fetched of it and has not been dealt with, which is done one after the other, and how far it is. Thread-safe. */
final class FeedLane {

    private final TopicPartition partition;
    private final Deque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();
    private long next;
    private FeedProgress progress;
    private boolean changed;
    private boolean busy;
    private boolean leaving;
    private long due;

    /** One that goes on at that offset; whether that has still to be told to the brokers. */
    FeedLane(TopicPartition partition, long next, FeedProgress progress, boolean changed) {
        this.partition = partition;
        this.next = next;
        this.progress = progress;
        this.changed = changed;
        this.due = System.nanoTime();
    }

    TopicPartition partition() {
        return partition;
    }

    synchronized FeedProgress progress() {
        return progress;
    }

    synchronized void add(List<ConsumerRecord<byte[], byte[]>> records) {
        fetched.addAll(records);
    }

    synchronized int size() {
        return fetched.size();
    }

    /** Whether the caller is to deal with what there is, which nobody else does then. */
    synchronized boolean claim(long nanos) {
        boolean free = !busy && !leaving && !fetched.isEmpty() && due - nanos <= 0;
        busy |= free;
        return free;
    }

    /** The record that is next; with none, or when another process is to go on, the claim ends. */
    synchronized Optional<ConsumerRecord<byte[], byte[]>> head() {
        if (leaving || fetched.isEmpty()) {
            release();
            return Optional.empty();
        }
        return Optional.of(fetched.element());
    }

    /** The record that was next has been dealt with. */
    synchronized void dealt(FeedProgress after) {
        next = fetched.remove().offset() + 1;
        progress = after;
        changed = true;
    }

    /** It has not, and is next again at that time of the monotonic clock; the claim ends. */
    synchronized void later(FeedProgress after, long nanos) {
        changed |= !after.equals(progress);
        progress = after;
        due = nanos;
        release();
    }

    /** The claim ends. */
    synchronized void release() {
        busy = false;
        notifyAll();
    }

    /** What the brokers are to keep, in metadata of at most so many bytes; empty when they have it. */
    synchronized Optional<OffsetAndMetadata> commit(int maxBytes) {
        if (!changed) {
            return Optional.empty();
        }
        changed = false;
        return Optional.of(new OffsetAndMetadata(next, progress.write(maxBytes)));
    }

    /** They have not got it. */
    synchronized void notCommitted() {
        changed = true;
    }

    /** Nothing further is begun. */
    synchronized void leave() {
        leaving = true;
    }

    /** Waits until nothing is under way, at most until that time of the monotonic clock. */
    synchronized void quiet(long nanos) throws InterruptedException {
        for (long left = nanos - System.nanoTime(); busy && left > 0; left = nanos - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
