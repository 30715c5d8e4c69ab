package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Consumer;

/**
 * Hands every changed object to one consumer, on an update the version before it too: an object that moved concerns those it left.
 *
 * @param onChange an object that appeared or changed
 * @param onGone   the last known version of an object that went
 * @param onListed the version of each complete list
 */
record ChangeListener<T extends HasMetadata>(Consumer<T> onChange, Consumer<T> onGone, Consumer<String> onListed) implements ResourceEventHandler<T> {

    @Override
    public void onAdd(T object) {
        onChange.accept(object);
    }

    @Override
    public void onUpdate(T before, T object) {
        onChange.accept(before);
        onChange.accept(object);
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
