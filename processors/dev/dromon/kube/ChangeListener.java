package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hands every change to one consumer.
 *
 * @param onChange the object that appeared or changed; after an update the version before it comes first, because an object that moved concerns those it left
 * @param onGone   the last known version of an object that went
 * @param onListed the version of each complete list
 */
record ChangeListener<T extends HasMetadata>(Consumer<List<T>> onChange, Consumer<T> onGone, Consumer<String> onListed) implements ResourceEventHandler<T> {

    @Override
    public void onAdd(T object) {
        onChange.accept(List.of(object));
    }

    @Override
    public void onUpdate(T before, T object) {
        onChange.accept(List.of(before, object));
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
        onGone.accept(object);
    }

    @Override
    public void onList(String resourceVersion, boolean remainedEmpty) {
        onListed.accept(resourceVersion);
    }
}
