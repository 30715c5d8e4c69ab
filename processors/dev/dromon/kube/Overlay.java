package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What was written or deleted here and has not come back through the watch yet, laid over the cache, so that a run sees its own writes. An entry ends when the watch has
 * passed the written version or told the deletion; and at a new list when that list shows that versions went back (a restored etcd), or when the entry is so old that
 * the list would hold it. Thread-safe, never throws.
 */
final class Overlay<T extends HasMetadata> {

    /** A list that took longer than this from its request to its last page has failed; what was written before it is in it. */
    static final Duration LONGEST_LIST = Duration.ofMinutes(1);
    private static final long NEVER_LISTED = -1;

    /** The cache below. */
    interface Base<T> {

        /** The cached object, or null. */
        T get(String key);

        /** The version up to which the cache has seen everything; null or empty before the first list. */
        String seenVersion();
    }

    private record Entry<T>(T object, boolean deleted, long version, long since) {
    }

    private final Base<T> base;
    private final LongSupplier nanoClock;
    private final Map<String, Entry<T>> entries = new ConcurrentHashMap<>();
    private long highest = NEVER_LISTED;

    Overlay(Base<T> base, LongSupplier nanoClock) {
        this.base = base;
        this.nanoClock = nanoClock;
    }

    /** An object as the API server returned it. */
    void written(T object) {
        put(object, false);
    }

    /** An object whose deletion the API server has accepted, in the last version known. */
    void deleted(T object) {
        put(object, true);
    }

    private void put(T object, boolean deleted) {
        entries.keySet().forEach(this::get);
        Entry<T> fresh = new Entry<>(object, deleted, version(object), nanoClock.getAsLong());
        String key = Keys.key(object);
        entries.merge(key, fresh, (old, entry) -> deleted || entry.version() >= old.version() ? entry : old);
        get(key);
    }

    /** The object as it is after everything that was done here; empty when there is none. */
    Optional<T> get(String key) {
        Entry<T> entry = entries.get(key);
        if (entry == null) {
            return Optional.ofNullable(base.get(key));
        }
        boolean seen = number(base.seenVersion()) >= entry.version();
        T cached = base.get(key);
        return entry.deleted() ? afterDeletion(key, entry, cached, seen) : afterWrite(key, entry, cached, seen);
    }

    private Optional<T> afterWrite(String key, Entry<T> entry, T cached, boolean seen) {
        if (seen) {
            entries.remove(key, entry);
            return Optional.ofNullable(cached);
        }
        return Optional.of(cached != null && version(cached) >= entry.version() ? cached : entry.object());
    }

    private Optional<T> afterDeletion(String key, Entry<T> entry, T cached, boolean seen) {
        boolean same = cached != null && sameObject(cached, entry.object());
        boolean ending = same && cached.getMetadata().getDeletionTimestamp() != null;
        if (ending || !same && seen) {
            entries.remove(key, entry);
        }
        return same && !ending ? Optional.empty() : Optional.ofNullable(cached);
    }

    /**
     * The members of an index as they are after everything that was done here: what the search in the cache finds, without what moved out, with what moved in. The search
     * runs after the pending entries were noted, because what ends in between is in the cache.
     */
    List<T> over(Supplier<List<T>> search, Predicate<T> member) {
        List<String> pending = List.copyOf(entries.keySet());
        List<T> cached = search.get();
        if (pending.isEmpty()) {
            return cached;
        }
        Map<String, T> result = new LinkedHashMap<>();
        cached.forEach(object -> result.put(Keys.key(object), object));
        for (String key : pending) {
            get(key).filter(member).ifPresentOrElse(object -> result.put(key, object), () -> result.remove(key));
        }
        return List.copyOf(result.values());
    }

    /** The watch told an object of this version. */
    synchronized void heard(T object) {
        highest = Math.max(highest, version(object));
    }

    /** The watch told that this object is gone. */
    synchronized void gone(T last) {
        heard(last);
        entries.computeIfPresent(Keys.key(last), (key, entry) -> sameObject(last, entry.object()) ? null : entry);
    }

    private static boolean sameObject(HasMetadata one, HasMetadata other) {
        return Objects.equals(one.getMetadata().getUid(), other.getMetadata().getUid());
    }

    /** A list of everything was completed at this version. */
    synchronized void listed(String listVersion) {
        long version = number(listVersion);
        boolean wentBack = version < highest;
        highest = version;
        long now = nanoClock.getAsLong();
        entries.values().removeIf(entry -> wentBack || now - entry.since() > LONGEST_LIST.toNanos());
        entries.keySet().forEach(this::get);
    }

    int size() {
        return entries.size();
    }

    /** The version of an object as a number; 0 when it is none. */
    static long version(HasMetadata object) {
        return Keys.version(object);
    }

    /** Versions are decimal numbers that grow (Kubernetes API concepts, resource versions); what is not a number counts as older than all. */
    private static long number(String version) {
        return version == null || !version.matches("\\d{1,18}") ? NEVER_LISTED : Long.parseLong(version);
    }
}
