package dev.dromon.act;

import dev.dromon.kube.Keys;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many transitions of each version each sink has accepted since the counters in its status were last written. It only saves repetitions: after a restart the
 * counters in the status say where to go on, and what is told twice carries the same id. Holds one entry per living version. Thread-safe.
 */
public final class DeliveryLedger {

    private record Entry(String uid, Map<String, Integer> counts) {
    }

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** Counters per sink: the recorded ones, raised to what has been accepted since. */
    public Map<String, Integer> delivered(HasMetadata version, Map<String, Integer> recorded) {
        Map<String, Integer> counts = new LinkedHashMap<>(recorded);
        Entry entry = entries.get(key(version.getKind(), Keys.key(version)));
        if (entry != null && entry.uid().equals(version.getMetadata().getUid())) {
            entry.counts().forEach((sink, count) -> counts.merge(sink, count, Math::max));
        }
        return counts;
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
