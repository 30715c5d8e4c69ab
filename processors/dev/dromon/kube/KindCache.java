package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All objects of one kind, kept current by one watch that is taken up again after every failure; own writes are seen at once. Objects are shared: read only.
 * Reads never throw and never call the API server; before the first list they find nothing.
 */
public final class KindCache<T extends HasMetadata> {

    /** Index by the uids of an object's owners; every cache has it. */
    public static final String BY_OWNER = "ownerUid";

    private static final Logger LOG = LoggerFactory.getLogger(KindCache.class);

    private final ResourceKind<T> kind;
    private final SharedIndexInformer<T> informer;
    private final Overlay<T> overlay = new Overlay<>(System::nanoTime);
    private final Map<String, Function<T, List<String>>> indexes;

    KindCache(KubernetesClient client, ResourceKind<T> kind, Optional<String> namespace, long pageSize) {
        this.kind = kind;
        this.indexes = new HashMap<>(kind.indexes());
        this.indexes.put(BY_OWNER, Keys::ownerUids);
        var resources = client.resources(kind.type());
        boolean scoped = namespace.isPresent() && Namespaced.class.isAssignableFrom(kind.type());
        this.informer = (scoped ? resources.inNamespace(namespace.get()).withLimit(pageSize) : resources.inAnyNamespace().withLimit(pageSize)).runnableInformer(0);
        informer.itemStore(new BasicItemStore<T>(Cache::metaNamespaceKeyFunc) {
            @Override
            public T put(String key, T object) {
                return super.put(key, kind.trim().apply(object));
            }
        });
        informer.exceptionHandler((started, failure) -> retry(failure));
        informer.addIndexers(new HashMap<>(indexes));
        informer.addEventHandler(new Listener<>(overlay::seen, overlay::gone));
    }

    /** An informer that is told not to retry is deaf for ever; so it always is. */
    private boolean retry(Throwable failure) {
        if (kind.optional()) {
            LOG.debug("cannot list or watch kind={} reason=\"{}\"", kind.type().getSimpleName(), failure.getMessage());
        } else {
            LOG.warn("cannot list or watch, trying again kind={} reason=\"{}\"", kind.type().getSimpleName(), failure.getMessage());
        }
        return true;
    }

    void start() {
        informer.start();
    }

    void stop() {
        informer.stop();
    }

    /** Calls back for every object there is, and for every change from now on; what is called must only enqueue. Closing it ends the calls. */
    AutoCloseable listen(Consumer<T> onChange) {
        Listener<T> listener = new Listener<>(onChange, onChange);
        informer.addEventHandler(listener);
        return () -> informer.removeEventHandler(listener);
    }

    /** The object of that name; the namespace is null or empty for cluster-scoped kinds. */
    public Optional<T> get(String namespace, String name) {
        return get(Keys.key(namespace, name));
    }

    Optional<T> get(String key) {
        return overlay.read(key, informer.getIndexer().getByKey(key));
    }

    /** All objects that have the value in the index, in no order; an unknown index is an error of the program. */
    public List<T> byIndex(String index, String value) {
        List<T> cached = informer.getIndexer().byIndex(index, value);
        if (overlay.isEmpty()) {
            return cached;
        }
        return merged(cached, object -> indexes.get(index).apply(object).contains(value));
    }

    /** All objects owned by the object with that uid, in no order. */
    public List<T> owned(String uid) {
        return byIndex(BY_OWNER, uid);
    }

    /** All objects, in no order. */
    public List<T> list() {
        List<T> cached = informer.getIndexer().list();
        return overlay.isEmpty() ? cached : merged(cached, object -> true);
    }

    private List<T> merged(List<T> cached, Predicate<T> member) {
        Map<String, T> result = new LinkedHashMap<>();
        cached.forEach(object -> result.put(Keys.key(object), object));
        overlay.pending().forEach((key, object) -> {
            if (object != null && member.test(object)) {
                result.put(key, object);
            } else {
                result.remove(key);
            }
        });
        return new ArrayList<>(result.values());
    }

    /** Makes an object that the API server just returned visible to reads at once; returns it. */
    public T written(T fromServer) {
        overlay.written(kind.trim().apply(fromServer));
        Optional.ofNullable(informer.getIndexer().getByKey(Keys.key(fromServer))).ifPresent(overlay::seen);
        return fromServer;
    }

    /** Hides an object whose deletion the API server just accepted, until the watch tells the same. */
    public void deleted(T object) {
        overlay.deleted(object);
        if (informer.getIndexer().getByKey(Keys.key(object)) == null) {
            overlay.gone(object);
        }
    }

    /** Whether the first list is complete. */
    public boolean synced() {
        return informer.hasSynced();
    }

    /** Whether a watch is open at this moment. */
    public boolean watching() {
        return informer.isWatching();
    }

    boolean running() {
        return informer.isRunning();
    }

    boolean optional() {
        return kind.optional();
    }

    Class<T> type() {
        return kind.type();
    }

    /** Whether routes may rely on it: complete, or of a kind that the cluster need not have. */
    boolean usable() {
        return synced() || kind.optional();
    }

    private record Listener<T extends HasMetadata>(Consumer<T> onChange, Consumer<T> onDelete) implements ResourceEventHandler<T> {

        @Override
        public void onAdd(T object) {
            onChange.accept(object);
        }

        @Override
        public void onUpdate(T before, T object) {
            onChange.accept(object);
        }

        @Override
        public void onDelete(T object, boolean finalStateUnknown) {
            onDelete.accept(object);
        }
    }
}
