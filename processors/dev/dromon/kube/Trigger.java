package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Function;

/**
 * Which objects of a route's kind must be looked at again when an object of another kind changes.
 *
 * @param type kind that changes
 * @param keys the changed object to the keys to look at; called in the thread of the informer or of who wrote, so it only looks things up. It may run before the caches it looks into
 *             are complete: nothing is lost, because every key is looked at once after they are
 */
public record Trigger<S extends HasMetadata>(Class<S> type, Function<S, ? extends Collection<String>> keys) {

    public Trigger {
        Objects.requireNonNull(type);
        Objects.requireNonNull(keys);
    }
}
