package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One cache per kind, shared by everyone who reads it; each starts at its first use. */
public final class KubeCaches implements AutoCloseable {

    private final KubernetesClient client;
    private final Optional<String> namespace;
    private final long pageSize;
    private final Map<Class<?>, ResourceKind<?>> kinds = new LinkedHashMap<>();
    private final Map<Class<?>, KindCache<?>> caches = new ConcurrentHashMap<>();

    /**
     * Caches for the given kinds.
     *
     * @param namespace the only namespace to look at; empty for all
     * @param pageSize  objects per page of the first list
     */
    public KubeCaches(KubernetesClient client, Collection<ResourceKind<?>> kinds, Optional<String> namespace, long pageSize) {
        this.client = client;
        this.namespace = namespace;
        this.pageSize = pageSize;
        kinds.forEach(kind -> this.kinds.put(kind.type(), kind));
    }

    /** The cache of a kind; its watch starts now if it is the first to ask. An unknown type is refused. */
    @SuppressWarnings("unchecked")
    public <T extends HasMetadata> KindCache<T> of(Class<T> type) {
        return (KindCache<T>) caches.computeIfAbsent(type, t -> start((ResourceKind<T>) kinds.get(t), type));
    }

    private <T extends HasMetadata> KindCache<T> start(ResourceKind<T> kind, Class<T> type) {
        if (kind == null) {
            throw new IllegalArgumentException("expected one of the cached kinds " + names() + ", found " + type.getName() + "; add it to the table of cached kinds");
        }
        KindCache<T> cache = new KindCache<>(client, kind, namespace, pageSize);
        cache.start();
        return cache;
    }

    /** The type of the kind with that name. An unknown name is refused. */
    Class<? extends HasMetadata> type(String kindName) {
        for (ResourceKind<?> kind : kinds.values()) {
            if (HasMetadata.getKind(kind.type()).equals(kindName)) {
                return kind.type();
            }
        }
        throw new IllegalArgumentException("expected kube:<kind> with one of the cached kinds " + names() + ", found kube:" + kindName + "; correct the endpoint URI");
    }

    private List<String> names() {
        return kinds.keySet().stream().map(Class::getSimpleName).toList();
    }

    KubernetesClient client() {
        return client;
    }

    /** Ends all watches; reads find what was there last. */
    @Override
    public void close() {
        caches.values().forEach(KindCache::stop);
    }
}
