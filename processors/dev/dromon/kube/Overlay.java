package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What was written or deleted here and has not come back through the watch yet, so that a run sees its own writes. An entry is dropped as soon as the cache holds
 * that object in the written version or a newer one or has seen its deletion; and after a minute in any case, so that a cluster whose versions went back (a restored
 * etcd) is read as it is.
 */
final class Overlay<T extends HasMetadata> {

    private static final long LIFETIME = Duration.ofMinutes(1).toNanos();

    private record Entry<T>(T object, boolean gone, long until) {
    }

    private final LongSupplier nanoClock;
    private final Map<String, Entry<T>> entries = new ConcurrentHashMap<>();

    Overlay(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** An object as the API server returned it. */
    void written(T object) {
        entries.merge(Keys.key(object), new Entry<>(object, false, nanoClock.getAsLong() + LIFETIME), (old, fresh) -> version(old.object()) > version(object) ? old : fresh);
    }

    /** An object whose deletion the API server has accepted. */
    void deleted(T object) {
        entries.put(Keys.key(object), new Entry<>(object, true, nanoClock.getAsLong() + LIFETIME));
    }

    /** The cache holds this object now. */
    void seen(T cached) {
        entries.computeIfPresent(Keys.key(cached), (key, entry) -> outdated(entry, cached) ? null : entry);
    }

    private boolean outdated(Entry<T> entry, T cached) {
        boolean same = cached.getMetadata().getUid().equals(entry.object().getMetadata().getUid());
        return same ? !entry.gone() && version(cached) >= version(entry.object()) : version(cached) > version(entry.object());
    }

    /** The cache has seen the end of this object. */
    void gone(T last) {
        entries.computeIfPresent(Keys.key(last), (key, entry) -> last.getMetadata().getUid().equals(entry.object().getMetadata().getUid()) ? null : entry);
    }

    /** Whether reads may go straight to the cache. */
    boolean isEmpty() {
        if (!entries.isEmpty()) {
            long now = nanoClock.getAsLong();
            entries.values().removeIf(entry -> entry.until() - now < 0);
        }
        return entries.isEmpty();
    }

    /** The object to read for a key: the cached one unless a newer one was written or it was deleted here. */
    Optional<T> read(String key, T cached) {
        Entry<T> entry = isEmpty() ? null : entries.get(key);
        if (entry == null) {
            return Optional.ofNullable(cached);
        }
        return entry.gone() ? Optional.empty() : Optional.of(entry.object());
    }

    /** Everything written here that the cache has not seen. */
    Map<String, T> pending() {
        Map<String, T> pending = new LinkedHashMap<>();
        entries.forEach((key, entry) -> pending.put(key, entry.gone() ? null : entry.object()));
        return pending;
    }

    /** Resource versions are decimal numbers that grow (Kubernetes API conventions since 1.35); one that is not counts as oldest. */
    static long version(HasMetadata object) {
        String version = object.getMetadata().getResourceVersion();
        return version == null || !version.matches("\\d{1,18}") ? 0 : Long.parseLong(version);
    }
}
