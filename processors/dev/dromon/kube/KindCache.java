package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All objects of one kind, kept current by one watch that is taken up again after every failure; own writes are seen at once. Objects are shared: read only.
 * Reads never throw and never call the API server; before the first list they find only what was written here.
 */
public final class KindCache<T extends HasMetadata> {

    /** Index by the uids of an object's owners; every cache has it. */
    public static final String BY_OWNER = "ownerUid";

    private static final Logger LOG = LoggerFactory.getLogger(KindCache.class);

    private final ResourceKind<T> kind;
    private final KubernetesClient client;
    private final Scope scope;
    private final Overlay<T> overlay = new Overlay<>(new InformerBase(), System::nanoTime);
    private final Map<String, Function<T, List<String>>> indexes = new HashMap<>();
    private final ChangeFeed<T> feed = new ChangeFeed<>(overlay, this::listed);
    private final List<Runnable> onHearing = new CopyOnWriteArrayList<>();
    private volatile SharedIndexInformer<T> informer;
    private volatile boolean stopped;
    private volatile boolean synced;
    private volatile boolean absent;
    private volatile String trouble;
    private volatile long heardAt = System.nanoTime();
    private volatile long renewedAt = System.nanoTime();
    private boolean wasDeaf;

    /**
     * What part of the cluster is cached, and how.
     *
     * @param namespace the only namespace; empty for all
     * @param name      the only name; empty for all
     * @param pageSize  objects per page of a list
     * @param patience  how long an informer may be deaf before a new one takes its place
     */
    record Scope(Optional<String> namespace, Optional<String> name, long pageSize, Duration patience) {

        /** All names. */
        Scope(Optional<String> namespace, long pageSize, Duration patience) {
            this(namespace, Optional.empty(), pageSize, patience);
        }

        /** One object, for kinds of which nothing else may be read: a right for one name is asked for by exactly this selector (Kubernetes, RBAC, resourceNames). */
        Scope single(String oneNamespace, String oneName) {
            return new Scope(Optional.of(oneNamespace), Optional.of(oneName), pageSize, patience);
        }
    }

    KindCache(KubernetesClient client, ResourceKind<T> kind, Scope scope) {
        this.kind = kind;
        this.client = client;
        this.scope = scope;
        kind.indexes().forEach((name, values) -> indexes.put(name, safely(name, values)));
        indexes.put(BY_OWNER, Keys::ownerUids);
        informer = newInformer();
    }

    private SharedIndexInformer<T> newInformer() {
        var resources = client.resources(kind.type());
        boolean scoped = scope.namespace().isPresent() && Namespaced.class.isAssignableFrom(kind.type());
        var scopedResources = scoped ? resources.inNamespace(scope.namespace().get()) : resources.inAnyNamespace();
        var named = scope.name().isPresent() ? scopedResources.withField("metadata.name", scope.name().get()) : scopedResources;
        SharedIndexInformer<T> fresh = named.withLimit(scope.pageSize()).runnableInformer(0);
        fresh.itemStore(new BasicItemStore<T>(Cache::metaNamespaceKeyFunc) {
            @Override
            public T put(String key, T object) {
                Optional<String> problem = UndecodableModule.problem(object);
                if (problem.isPresent()) {
                    LOG.warn("cannot read this object, it is left out until it is corrected kind={} key={} version={} reason=\"{}\"", name(), key,
                            object.getMetadata().getResourceVersion(), problem.get());
                    return super.remove(key);
                }
                return super.put(key, kind.trim().apply(object));
            }
        });
        fresh.exceptionHandler((started, failure) -> retry(failure));
        fresh.addIndexers(Map.copyOf(indexes));
        fresh.addEventHandler(feed);
        return fresh;
    }

    /** An index function that throws must cost one object its place in the index, not the whole kind its list. */
    private Function<T, List<String>> safely(String index, Function<T, List<String>> values) {
        return object -> {
            try {
                return values.apply(object);
            } catch (RuntimeException e) {
                LOG.error("cannot index, the object is not found by this index kind={} key={} index={}", name(), Keys.key(object), index, e);
                return List.of();
            }
        };
    }

    /** An informer that is told not to retry is deaf for ever; so it always is. */
    private boolean retry(Throwable failure) {
        absent = kind.optional() && ApiFailure.absent(failure);
        String reason = ApiFailure.reason(failure);
        if (absent || reason.equals(trouble)) {
            LOG.debug("cannot list or watch kind={} reason=\"{}\"", name(), reason);
        } else {
            LOG.warn("cannot list or watch, trying again until it works kind={} reason=\"{}\"", name(), reason);
        }
        trouble = reason;
        return true;
    }

    private void listed(String version) {
        if (trouble != null) {
            LOG.info("listed and watching again kind={} version={}", name(), version);
        }
        trouble = null;
        absent = false;
        overlay.listed(version);
    }

    synchronized void start() {
        if (!stopped) {
            informer.start();
        }
    }

    /** The cluster does not know this kind (yet). */
    void missing() {
        absent = true;
    }

    synchronized void stop() {
        stopped = true;
        informer.stop();
    }

    /**
     * Calls back for every object there is and for every change from now on, those made here at once; may call back more often than that, and from any thread. What is
     * called must only enqueue, and not throw. It gets the object, preceded by its version before an update. Closing the result ends the calls.
     */
    public synchronized AutoCloseable listen(Consumer<List<T>> onChange) {
        feed.add(onChange);
        informer.getIndexer().list().forEach(object -> onChange.accept(List.of(object)));
        return () -> feed.remove(onChange);
    }

    /** Calls back when a watch is open again after a second or more without one: the API server is back. As {@link #listen}. */
    AutoCloseable listenForHearing(Runnable onHearingAgain) {
        onHearing.add(onHearingAgain);
        return () -> onHearing.remove(onHearingAgain);
    }

    /**
     * Notes whether a watch is open, and replaces an informer that has been deaf for too long; called about once a second. The client takes up a watch again for ever from
     * where it was, also when the API server refuses just that (410 or 404 to the request itself): only a new list ends it.
     */
    void check() {
        long now = System.nanoTime();
        boolean deaf = !watching();
        boolean hearsAgain = wasDeaf && !deaf;
        wasDeaf = deaf;
        if (hearsAgain) {
            onHearing.forEach(Runnable::run);
        }
        if (!deaf) {
            heardAt = now;
        } else if (synced() && now - Math.max(heardAt, renewedAt) > scope.patience().toNanos()) {
            renewedAt = now;
            renew();
        }
    }

    /** The new informer begins with the old content, so that it tells what changed meanwhile; what the old one had not told yet is told by telling everything. */
    private synchronized void renew() {
        if (stopped) {
            return;
        }
        LOG.info("deaf for too long, listing anew kind={} seconds={}", name(), deaf().toSeconds());
        informer.stop();
        List<T> content = informer.getStore().list();
        SharedIndexInformer<T> fresh = newInformer();
        fresh.initialState(content.stream());
        fresh.start();
        informer = fresh;
        content.forEach(object -> feed.tell(List.of(object)));
    }

    /** The object of that name; the namespace is null or empty for cluster-scoped kinds. */
    public Optional<T> get(String namespace, String name) {
        return get(Keys.key(namespace, name));
    }

    Optional<T> get(String key) {
        return overlay.get(key);
    }

    /** A deep copy of the object with that key, which the caller may change. */
    Optional<T> copy(String key) {
        return get(key).map(client.getKubernetesSerialization()::clone);
    }

    /** All objects that have the value in the index, in no order; an unknown index is an error of the program. */
    public List<T> byIndex(String index, String value) {
        Function<T, List<String>> values = indexes.get(index);
        if (values == null) {
            throw new IllegalArgumentException("expected one of the indexes " + indexes.keySet() + " of " + name() + ", found " + index + "; add it to the kind's table entry");
        }
        return overlay.over(() -> informer.getIndexer().byIndex(index, value), object -> values.apply(object).contains(value));
    }

    /** All objects owned by the object with that uid, in no order. */
    public List<T> owned(String uid) {
        return byIndex(BY_OWNER, uid);
    }

    /** All objects, in no order. */
    public List<T> list() {
        return overlay.over(() -> informer.getIndexer().list(), object -> true);
    }

    /** Makes an object that the API server just returned visible to reads, and known to all who listen, at once; returns it, untouched. */
    public T written(T fromServer) {
        T object = kind.trim().apply(client.getKubernetesSerialization().clone(fromServer));
        Optional<T> before = get(Keys.key(object));
        overlay.written(object);
        feed.written(before, object);
        return fromServer;
    }

    /**
     * Hides an object whose deletion the API server just accepted, until the watch tells the same: that it is gone, or that it is ending (finalizers) and carries a
     * deletion time. Another object of the same name is not hidden.
     */
    public void deleted(T object) {
        overlay.deleted(object);
    }

    /** The version up to which the watch has brought everything; 0 before the first list, and while it is listed anew the one before. */
    public long seenVersion() {
        return Keys.version(informer.lastSyncResourceVersion());
    }

    /** Whether the first list is complete. */
    public boolean synced() {
        synced = synced || informer.hasSynced();
        return synced;
    }

    /** Whether a watch is open at this moment. The client throws when it is asked while it opens one (fabric8 7.7, Reflector.isWatching). */
    public boolean watching() {
        try {
            return informer.isWatching();
        } catch (NullPointerException opening) {
            return false;
        }
    }

    /** Why it cannot be listed or watched at this moment, in the API server's words; empty when nothing is known to be wrong. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    boolean running() {
        return informer.isRunning();
    }

    /** Whether the cluster does not know this kind, which only an optional kind may be. */
    boolean absent() {
        return absent;
    }

    /** Whether routes may rely on it: complete, or empty because the cluster does not know the kind. */
    boolean usable() {
        return synced() || absent;
    }

    /** How long no watch has been open; zero while one is. */
    Duration deaf() {
        return watching() ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - heardAt);
    }

    /** How many objects the watch has brought; of a kind that the cluster does not know none. */
    int size() {
        return informer.getIndexer().listKeys().size();
    }

    String name() {
        return HasMetadata.getKind(kind.type());
    }

    private final class InformerBase implements Overlay.Base<T> {

        @Override
        public T get(String key) {
            return informer.getIndexer().getByKey(key);
        }

        @Override
        public String seenVersion() {
            return informer.lastSyncResourceVersion();
        }
    }
}
