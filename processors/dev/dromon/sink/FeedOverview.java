package dev.dromon.sink;

import dev.dromon.api.DeadLetter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the group of a sink is with its topic, whichever replica reads what of it. Pure; never throws.
 *
 * @param delivered events that the receiver has taken
 * @param dead      events that were given up
 * @param pending   records that have not been dealt with, those that the receiver does not want included
 * @param failing   whether events wait because the receiver did not take them
 * @param trouble   what went wrong last with the receiver; empty when nothing ever did
 * @param letters   the newest events that were given up, oldest first
 * @param unread    why the topic cannot be read; empty when it can
 */
record FeedOverview(long delivered, long dead, long pending, boolean failing, Optional<SinkState.Trouble> trouble, List<DeadLetter> letters, Optional<SinkState.Trouble> unread) {

    /** Nothing is known yet. */
    static final FeedOverview NONE = new FeedOverview(0, 0, 0, false, Optional.empty(), List.of(), Optional.empty());

    FeedOverview {
        letters = List.copyOf(letters);
    }

    /** By what the brokers keep for the group, null where that is nothing, and by the ends of the partitions. */
    static FeedOverview of(Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> ends) {
        List<FeedProgress> all = committed.values().stream().filter(Objects::nonNull).map(c -> FeedProgress.read(c.metadata())).toList();
        long pending = ends.entrySet().stream().filter(e -> committed.get(e.getKey()) != null).mapToLong(e -> Math.max(0, e.getValue() - committed.get(e.getKey()).offset())).sum();
        List<DeadLetter> letters = all.stream().flatMap(p -> p.letters().stream()).sorted(Comparator.comparing(l -> String.valueOf(l.time))).toList();
        return new FeedOverview(all.stream().mapToLong(FeedProgress::delivered).sum(), all.stream().mapToLong(FeedProgress::dead).sum(), pending, all.stream().anyMatch(FeedProgress::failing),
                trouble(all), letters.subList(Math.max(0, letters.size() - SinkState.LETTERS), letters.size()), Optional.empty());
    }

    /** The newest; of those that still hold, if any does. */
    private static Optional<SinkState.Trouble> trouble(List<FeedProgress> all) {
        Comparator<SinkState.Trouble> byTime = Comparator.comparing(SinkState.Trouble::time);
        return all.stream().filter(FeedProgress::failing).flatMap(p -> p.trouble().stream()).max(byTime).or(() -> all.stream().flatMap(p -> p.trouble().stream()).max(byTime));
    }

    /** The same while the topic cannot be read; since when, where it was so before for the same reason. */
    FeedOverview unread(String problem, Instant now) {
        SinkState.Trouble since = unread.filter(u -> u.problem().equals(problem)).orElseGet(() -> new SinkState.Trouble(problem, now));
        return new FeedOverview(delivered, dead, pending, failing, trouble, letters, Optional.of(since));
    }
}
