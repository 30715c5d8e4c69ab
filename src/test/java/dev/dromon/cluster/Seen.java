package dev.dromon.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Everything that was ever to be seen of one kind in one namespace from now on, in the order of the API server: what a look now and then would miss. */
final class Seen<T extends HasMetadata> implements Watcher<T>, AutoCloseable {

    /** The world as one change left it: every object there is, by its name. */
    private final List<Map<String, T>> worlds = new CopyOnWriteArrayList<>(List.of(Map.of()));
    private final Watch watch;
    private volatile WatcherException failure;

    Seen(KubernetesClient client, Class<T> type, String namespace) {
        watch = client.resources(type).inNamespace(namespace).watch(this);
    }

    @Override
    public void eventReceived(Action action, T object) {
        Map<String, T> world = new LinkedHashMap<>(worlds.get(worlds.size() - 1));
        if (action == Action.DELETED) {
            world.remove(object.getMetadata().getName());
        } else if (action != Action.BOOKMARK) {
            world.put(object.getMetadata().getName(), object);
        }
        worlds.add(world);
    }

    @Override
    public void onClose(WatcherException cause) {
        failure = cause;
    }

    /** What a function says of each state of the world, oldest first; fails when the watch broke, so that nothing is overlooked. */
    <R> List<R> worlds(Function<List<T>, R> view) {
        if (failure != null) {
            throw new AssertionError("the watch broke, what happened is not known", failure);
        }
        return worlds.stream().map(world -> view.apply(new ArrayList<>(world.values()))).toList();
    }

    @Override
    public void close() {
        watch.close();
    }
}
