package dev.dromon.bench;


import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** When objects of one kind were first seen in certain conditions, by a watch of the bench's own; times are of System.nanoTime. */
final class Sightings<T extends HasMetadata> implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(2);

    private record Condition<T>(String name, Predicate<T> holds) {
    }

    private final Function<T, String> key;
    private final List<Condition<T>> conditions = new ArrayList<>();
    private final Map<String, Long> first = new ConcurrentHashMap<>();
    private SharedIndexInformer<T> informer;

    /** Objects are told apart by the key, which may be null for those that do not count. */
    Sightings(Function<T, String> key) {
        this.key = key;
    }

    Sightings<T> when(String name, Predicate<T> holds) {
        conditions.add(new Condition<>(name, holds));
        return this;
    }

    Sightings<T> watch(KubernetesClient client, Class<T> type) {
        informer = client.resources(type).inAnyNamespace().inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                look(object);
            }

            @Override
            public void onUpdate(T before, T object) {
                look(object);
            }

            @Override
            public void onDelete(T object, boolean finalStateUnknown) {
                look(object);
            }
        });
        return this;
    }

    private void look(T object) {
        long now = System.nanoTime();
        String found = key.apply(object);
        if (found != null) {
            conditions.stream().filter(c -> c.holds().test(object)).forEach(c -> first.putIfAbsent(c.name() + " " + found, now));
        }
    }

    Optional<Long> seen(String condition, String object) {
        return Optional.ofNullable(first.get(condition + " " + object));
    }

    /** Waits until the object was seen so, and tells when that was. */
    long await(String condition, String object) {
        Awaitility.await(condition + " " + object + " is seen").pollDelay(Duration.ZERO).pollInterval(LOOK).atMost(PATIENCE).until(() -> seen(condition, object).isPresent());
        return seen(condition, object).orElseThrow();
    }

    /** How many objects were seen so whose key begins thus. */
    long count(String condition, String prefix) {
        return first.keySet().stream().filter(k -> k.startsWith(condition + " " + prefix)).count();
    }

    @Override
    public void close() {
        informer.stop();
    }
}
