package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Tells everyone who listens of every change: what was written here as soon as it is written, and not again when the watch brings just that version; everything else
 * when the watch brings it. Listeners get the object, after an update preceded by the version before it, because an object that moved concerns those it left. A change
 * may be told twice, never not at all. Thread-safe; throws what listeners throw.
 */
final class ChangeFeed<T extends HasMetadata> implements ResourceEventHandler<T> {

    private final Overlay<T> overlay;
    private final Consumer<String> onListed;
    private final List<Consumer<List<T>>> listeners = new CopyOnWriteArrayList<>();
    /** Key to the versions written here that the watch has still to bring; each list is replaced, never changed. */
    private final Map<String, List<Long>> ahead = new ConcurrentHashMap<>();

    /** The overlay hears of each change before the listeners do; complete lists are told to onListed, by their version. */
    ChangeFeed(Overlay<T> overlay, Consumer<String> onListed) {
        this.overlay = overlay;
        this.onListed = onListed;
    }

    /** What was told before this listener came was not told to it: the watch brings it to all. */
    void add(Consumer<List<T>> listener) {
        listeners.add(listener);
        ahead.clear();
    }

    void remove(Consumer<List<T>> listener) {
        listeners.remove(listener);
    }

    void tell(List<T> versions) {
        listeners.forEach(listener -> listener.accept(versions));
    }

    /** The API server returned this object to a request made here. What is not newer than what was known before has been told, or is just being told by the watch. */
    void written(Optional<T> before, T object) {
        long version = Overlay.version(object);
        if (version > before.map(Overlay::version).orElse(0L)) {
            ahead.merge(Keys.key(object), List.of(version), (old, one) -> Stream.concat(old.stream(), one.stream()).toList());
            tell(before.map(old -> List.of(old, object)).orElseGet(() -> List.of(object)));
        }
    }

    /** Versions of one object arrive in their order, but not all of them: a new list skips some. */
    private boolean told(T object) {
        long version = Overlay.version(object);
        List<Long> known = ahead.get(Keys.key(object));
        if (known == null) {
            return false;
        }
        ahead.computeIfPresent(Keys.key(object), (key, versions) -> {
            List<Long> left = versions.stream().filter(v -> v > version).toList();
            return left.isEmpty() ? null : left;
        });
        return known.contains(version);
    }

    @Override
    public void onAdd(T object) {
        overlay.heard(object);
        if (!told(object)) {
            tell(List.of(object));
        }
    }

    @Override
    public void onUpdate(T before, T object) {
        overlay.heard(object);
        if (!told(object)) {
            tell(List.of(before, object));
        }
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
        overlay.gone(object);
        ahead.remove(Keys.key(object));
        tell(List.of(object));
    }

    @Override
    public void onList(String resourceVersion, boolean remainedEmpty) {
        onListed.accept(resourceVersion);
    }
}
