package dev.dromon.bench;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.VersionStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** When a watch of the bench's own first saw each transition of the versions of a namespace. */
final class Transitions implements AutoCloseable {

    private final Map<String, Long> first = new ConcurrentHashMap<>();
    private final List<SharedIndexInformer<?>> informers;

    Transitions(KubernetesClient client, String namespace) {
        informers = List.of(watch(client, namespace, KeptnAppVersion.class, KeptnAppVersion::getStatus), watch(client, namespace, KeptnWorkloadVersion.class, KeptnWorkloadVersion::getStatus));
    }

    private <T extends HasMetadata> SharedIndexInformer<T> watch(KubernetesClient client, String namespace, Class<T> type, Function<T, VersionStatus> status) {
        return client.resources(type).inNamespace(namespace).inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(T version) {
                look(version, status.apply(version));
            }

            @Override
            public void onUpdate(T before, T version) {
                look(version, status.apply(version));
            }

            @Override
            public void onDelete(T version, boolean finalStateUnknown) {
                look(version, status.apply(version));
            }
        });
    }

    private void look(HasMetadata version, VersionStatus status) {
        long now = System.nanoTime();
        for (int i = 1; status != null && i <= status.transitions.size(); i++) {
            first.putIfAbsent(version.getMetadata().getName() + " " + i, now);
        }
    }

    /** System.nanoTime of the first sight of a transition, by the name of its version and its number from 1 on; empty when it was not seen. */
    Optional<Long> first(String key) {
        return Optional.ofNullable(first.get(key));
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::stop);
    }
}
