package dev.dromon.act;

import dev.dromon.kube.Keys;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * How many transitions of each version each sink has accepted since the counters in its status were last written. It only saves repetitions: after a restart the
 * counters in the status say where to go on, and what is told twice carries the same id. Holds one entry per living version. Thread-safe.
 */
public final class DeliveryLedger {

    private record Entry(String uid, Map<String, Integer> counts) {
    }

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Supplier<Set<String>> sinks;

    /** Keeps count for the sinks of these names; what is counted for any other, because it was deleted, is left out. */
    public DeliveryLedger(Supplier<Set<String>> sinks) {
        this.sinks = sinks;
    }

    /** Counters per sink: the recorded ones, raised to what has been accepted since. */
    public Map<String, Integer> delivered(HasMetadata version, Map<String, Integer> recorded) {
        Map<String, Integer> counts = new LinkedHashMap<>(recorded);
        since(version).forEach((sink, count) -> counts.merge(sink, count, Math::max));
        counts.keySet().retainAll(sinks.get());
        return counts;
    }

    /** Whether more has been accepted than is recorded, so that a write is worth while. */
    public boolean ahead(HasMetadata version, Map<String, Integer> recorded) {
        Set<String> known = sinks.get();
        return since(version).entrySet().stream().anyMatch(e -> known.contains(e.getKey()) && e.getValue() > recorded.getOrDefault(e.getKey(), 0));
    }

    private Map<String, Integer> since(HasMetadata version) {
        Entry entry = entries.get(key(version.getKind(), Keys.key(version)));
        return entry != null && entry.uid().equals(version.getMetadata().getUid()) ? entry.counts() : Map.of();
    }

    /** A sink has accepted the first {@code count} transitions of a version. */
    public void accepted(HasMetadata version, String sink, int count) {
        String uid = version.getMetadata().getUid();
        entries.compute(key(version.getKind(), Keys.key(version)), (key, old) -> {
            Map<String, Integer> counts = old != null && old.uid().equals(uid) ? new LinkedHashMap<>(old.counts()) : new LinkedHashMap<>();
            counts.merge(sink, count, Math::max);
            return new Entry(uid, Map.copyOf(counts));
        });
    }

    /** A version is gone. */
    public void forget(String kind, String objectKey) {
        entries.remove(key(kind, objectKey));
    }

    private static String key(String kind, String objectKey) {
        return kind + " " + objectKey;
    }
}
