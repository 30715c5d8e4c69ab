package dev.dromon.sink;

import dev.dromon.kube.SecretReader;
import dev.dromon.kube.SecretReader.UnusableSecret;
import dev.dromon.kube.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of the consumer group of a sink. Its thread asks the brokers all the time, so that it stays in the group however long the receiver hangs; others deal with what came, one
 * record of a partition after the other. A partition whose records pile up is paused, the others go on. Offsets are committed after their records have been dealt with.
 */
final class FeedReader implements Runnable, ConsumerRebalanceListener {

    /** Records of one partition in memory from which on no more of it are fetched. */
    static final int LANE = 50;
    /** Records in memory from which on no more are fetched at all. */
    static final int ALL = 500;

    private static final Logger LOG = LoggerFactory.getLogger(FeedReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_SOON_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    /** Brokers keep 4096 bytes unless they are told otherwise. */
    private static final int METADATA_BYTES = 4000;

    /**
     * What is read, and for whom.
     *
     * @param sink    name of the sink that is fed
     * @param group   name of the consumer group
     * @param from    name of the sink whose topic it is
     * @param since   a partition that the group has not read yet is read from this time on
     * @param backoff how the topic is tried again that cannot be read
     * @param patience longest time that a record may take to be dealt with
     */
    record Terms(String sink, String group, String from, KafkaTerms topic, Instant since, Backoff backoff, Duration patience) {
    }

    /** What became of a record: how far the partition is now, and when to try again; empty when it has been dealt with. */
    record Outcome(FeedProgress progress, Optional<Duration> again) {
    }

    /** Deals with a record; in any thread, for each partition in one at a time. */
    interface Recipient {
        Outcome deal(ConsumerRecord<byte[], byte[]> record, FeedProgress before);
    }

    /**
     * Whom it works with.
     *
     * @param workers  run the recipient
     * @param overview is told how far the group is
     */
    record Parts(SecretReader secrets, InstantSource clock, Executor workers, Recipient recipient, java.util.function.Consumer<UnaryOperator<FeedOverview>> overview) {
    }

    private final Terms terms;
    private final Parts parts;
    private final CountDownLatch closed = new CountDownLatch(1);
    /** Only its own thread changes it. */
    private final Map<TopicPartition, FeedLane> lanes = new ConcurrentHashMap<>();
    private Consumer<byte[], byte[]> consumer;
    private long committed = System.nanoTime();
    private long looked = committed - LOOK_NANOS;
    private boolean moved;
    private int failures;
    private int metadataBytes = METADATA_BYTES;

    FeedReader(Terms terms, Parts parts) {
        this.terms = terms;
        this.parts = parts;
    }

    /** Reads until it is closed. */
    @Override
    public void run() {
        while (!closed()) {
            try {
                Map<String, Object> settings = KafkaSettings.consumer(terms.group(), terms.topic(), parts.secrets());
                consumer = open(settings);
                try {
                    read(settings);
                } finally {
                    consumer.close(CLOSE);
                    leave(Set.copyOf(lanes.keySet()));
                }
            } catch (InterruptException e) {
                LOG.debug("is interrupted sink={}", terms.sink());
                return;
            } catch (UnusableSecret | KafkaException e) {
                unread(e.getCause() instanceof KafkaException cause ? cause : e);
                pause(terms.backoff().after(++failures, Optional.empty(), 0));
            } catch (RuntimeException e) {
                LOG.error("failed to read a topic, begins anew sink={}", terms.sink(), e);
                pause(terms.backoff().max());
            }
        }
    }

    private Consumer<byte[], byte[]> open(Map<String, Object> settings) throws UnusableSecret {
        try {
            return new KafkaConsumer<>(settings);
        } catch (KafkaException e) {
            throw KafkaSettings.unusable(terms.topic(), settings).orElseThrow(() -> e);
        }
    }

    private void read(Map<String, Object> settings) throws UnusableSecret {
        consumer.subscribe(List.of(terms.topic().topic()), this);
        while (!closed()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            records.partitions().forEach(partition -> lanes.get(partition).add(records.records(partition)));
            dispatch();
            hold();
            commit();
            long now = System.nanoTime();
            if (now - looked >= (moved ? LOOK_SOON_NANOS : LOOK_NANOS)) {
                if (!settings.equals(KafkaSettings.consumer(terms.group(), terms.topic(), parts.secrets()))) {
                    LOG.debug("begins anew with what has changed in Secrets sink={}", terms.sink());
                    return;
                }
                look();
                looked = System.nanoTime();
                moved = false;
            }
        }
    }

    private void dispatch() {
        long now = System.nanoTime();
        lanes.values().stream().filter(lane -> lane.claim(now)).forEach(this::hand);
    }

    private void hand(FeedLane lane) {
        try {
            parts.workers().execute(() -> work(lane));
        } catch (RejectedExecutionException e) {
            lane.release();
        }
    }

    /** Gives its thread back after some records, so that there may be more partitions than threads. */
    private void work(FeedLane lane) {
        for (int i = 0; i < LANE; i++) {
            Optional<ConsumerRecord<byte[], byte[]>> record = lane.head();
            if (record.isEmpty()) {
                return;
            }
            Outcome outcome = parts.recipient().deal(record.get(), lane.progress());
            if (outcome.again().isPresent()) {
                lane.later(outcome.progress(), System.nanoTime() + outcome.again().get().toNanos());
                return;
            }
            lane.dealt(outcome.progress());
        }
        hand(lane);
    }

    private void hold() {
        boolean full = held() >= ALL;
        Set<TopicPartition> hold = lanes.values().stream().filter(lane -> full || lane.size() >= LANE).map(FeedLane::partition).collect(Collectors.toSet());
        Set<TopicPartition> free = new HashSet<>(consumer.paused());
        free.removeAll(hold);
        consumer.pause(hold);
        consumer.resume(free);
    }

    private void commit() {
        if (System.nanoTime() - committed < COMMIT_NANOS) {
            return;
        }
        committed = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> offsets = offsets(lanes.values());
        if (!offsets.isEmpty()) {
            moved = true;
            consumer.commitAsync(offsets, (sent, failure) -> Optional.ofNullable(failure).ifPresent(f -> notCommitted(sent.keySet(), f)));
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(Collection<FeedLane> of) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        of.forEach(lane -> lane.commit(metadataBytes).ifPresent(offset -> offsets.put(lane.partition(), offset)));
        return offsets;
    }

    private void notCommitted(Set<TopicPartition> partitions, Exception failure) {
        LOG.debug("could not commit, and does so later, or another member repeats some sink={} reason=\"{}\"", terms.sink(), failure.getMessage());
        if (failure instanceof OffsetMetadataTooLarge) {
            metadataBytes = 0;
        }
        partitions.stream().map(lanes::get).filter(lane -> lane != null).forEach(FeedLane::notCommitted);
    }

    /** What the group has done, whichever process did it: only the brokers know. */
    private void look() {
        try {
            List<TopicPartition> all = consumer.partitionsFor(terms.topic().topic()).stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
            if (all.isEmpty()) {
                unread("topic " + terms.topic().topic() + " does not exist; create it");
                return;
            }
            FeedOverview now = FeedOverview.of(consumer.committed(Set.copyOf(all)), consumer.endOffsets(all));
            failures = 0;
            parts.overview().accept(before -> now);
        } catch (TimeoutException e) {
            unread(e);
        }
    }

    private void unread(Exception failure) {
        unread(KafkaAnswer.unread(failure, terms.topic()));
    }

    private void unread(String problem) {
        Instant now = Times.now(parts.clock());
        parts.overview().accept(before -> before.unread("the topic of EventSink " + terms.from() + " cannot be read: " + problem, now));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> known = new HashMap<>(consumer.committed(Set.copyOf(partitions)));
        List<TopicPartition> fresh = partitions.stream().filter(p -> known.get(p) == null).toList();
        // Ends first: what is written between the two questions is found by its time.
        Map<TopicPartition, Long> ends = consumer.endOffsets(fresh);
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(fresh.stream().collect(Collectors.toMap(p -> p, p -> since())));
        for (TopicPartition partition : fresh) {
            long begin = Optional.ofNullable(found.get(partition)).map(OffsetAndTimestamp::offset).orElse(ends.get(partition));
            consumer.seek(partition, begin);
            lanes.put(partition, new FeedLane(partition, begin, FeedProgress.NONE, true));
        }
        partitions.stream().filter(p -> known.get(p) != null)
                .forEach(p -> lanes.put(p, new FeedLane(p, known.get(p).offset(), FeedProgress.read(known.get(p).metadata()), false)));
        LOG.info("reads partitions of a topic sink={} topic={} partitions={}", terms.sink(), terms.topic().topic(), lanes.keySet().stream().map(TopicPartition::partition).sorted().toList());
    }

    private long since() {
        return terms.since().isBefore(Instant.EPOCH) ? 0 : terms.since().toEpochMilli();
    }

    /** Another process goes on. What is under way is waited for, so that it is not repeated there. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        List<FeedLane> leaving = leave(partitions);
        long until = System.nanoTime() + terms.patience().toNanos();
        try {
            for (FeedLane lane : leaving) {
                lane.quiet(until);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = offsets(leaving);
        try {
            if (!offsets.isEmpty()) {
                consumer.commitSync(offsets);
            }
        } catch (KafkaException e) {
            notCommitted(Set.of(), e);
        }
    }

    /** Another process has gone on already. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        leave(partitions);
    }

    private List<FeedLane> leave(Collection<TopicPartition> partitions) {
        List<FeedLane> leaving = new ArrayList<>(partitions.stream().map(lanes::remove).filter(lane -> lane != null).toList());
        leaving.forEach(FeedLane::leave);
        return leaving;
    }

    /** Records in memory. */
    int held() {
        return lanes.values().stream().mapToInt(FeedLane::size).sum();
    }

    private boolean closed() {
        return closed.getCount() == 0;
    }

    private void pause(Duration time) {
        try {
            closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    /** It leaves the group soon after. */
    void close() {
        closed.countDown();
    }
}
