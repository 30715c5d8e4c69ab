package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One cache per kind, shared by everyone who reads it; each starts at its first use, unless they are held. Closed once, it cannot be started again. */
public final class KubeCaches implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KubeCaches.class);
    private static final Duration CHECK_EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final KubernetesClient client;
    private final KindCache.Scope scope;
    private final Map<Class<?>, ResourceKind<?>> kinds = new LinkedHashMap<>();
    private final Map<Class<?>, KindCache<?>> caches = new ConcurrentHashMap<>();
    private final Collection<KindCache<?>> singles = new ConcurrentLinkedQueue<>();
    private final Collection<InstallationWatch> watches = new ConcurrentLinkedQueue<>();
    private final List<Runnable> held = new ArrayList<>();
    private boolean holding;
    private final ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor(KubeCaches::daemon);

    /**
     * Caches for the given kinds.
     *
     * @param namespace the only namespace to look at; empty for all. Cluster-scoped kinds are seen whole
     * @param pageSize  objects per page of the first list; at least 1
     */
    public KubeCaches(KubernetesClient client, Collection<ResourceKind<?>> kinds, Optional<String> namespace, long pageSize) {
        this(client, kinds, new KindCache.Scope(namespace, pageSize, PATIENCE));
    }

    KubeCaches(KubernetesClient client, Collection<ResourceKind<?>> kinds, KindCache.Scope scope) {
        if (scope.pageSize() < 1) {
            throw new IllegalArgumentException("expected a page size of at least 1 object, found " + scope.pageSize() + "; correct the page size of the caches");
        }
        this.client = client;
        this.scope = scope;
        kinds.forEach(kind -> this.kinds.put(kind.type(), kind));
        checks.scheduleWithFixedDelay(this::check, CHECK_EVERY.toMillis(), CHECK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A timer that throws is not run again. */
    private void check() {
        caches.values().forEach(KubeCaches::check);
        singles.forEach(KubeCaches::check);
    }

    private static void check(KindCache<?> cache) {
        try {
            cache.check();
        } catch (RuntimeException e) {
            LOG.error("cannot check the watch kind={}", cache.name(), e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "kube-caches");
        thread.setDaemon(true);
        return thread;
    }

    /** The cache of a kind; its watch starts now if it is the first to ask. An unknown type is refused. */
    @SuppressWarnings("unchecked")
    public <T extends HasMetadata> KindCache<T> of(Class<T> type) {
        return (KindCache<T>) caches.computeIfAbsent(type, t -> start((ResourceKind<T>) kinds.get(t), type));
    }

    /** Caches that are used from now on wait for {@link #start}: nothing is asked of the API server before it is certain that this process can work. */
    public synchronized void hold() {
        holding = true;
    }

    /** Starts those that have waited; others start at their first use again. */
    public synchronized void start() {
        holding = false;
        held.forEach(Runnable::run);
        held.clear();
    }

    private synchronized void whenNotHeld(Runnable begin) {
        if (holding) {
            held.add(begin);
        } else {
            begin.run();
        }
    }

    /** In a thread of its own: the HTTP client decodes all answers to one thread's requests in one event loop, so the lists of all kinds would wait for each other. */
    private <T extends HasMetadata> KindCache<T> start(ResourceKind<T> kind, Class<T> type) {
        if (kind == null) {
            throw new IllegalArgumentException("expected one of the cached kinds " + names() + ", found " + type.getName() + "; add it to the table of cached kinds");
        }
        KindCache<T> cache = new KindCache<>(client, kind, scope);
        if (kind.optional()) {
            InstallationWatch watch = new InstallationWatch(client, type, cache::start, cache::missing);
            watches.add(watch);
            whenNotHeld(watch::start);
        } else {
            whenNotHeld(() -> daemon(cache::start).start());
        }
        return cache;
    }

    /** A cache of one object, of a kind of which no other may be read. Nobody waits for it to be complete; it ends when it is given back by {@link #release}. */
    <T extends HasMetadata> KindCache<T> single(Class<T> type, String namespace, String name) {
        KindCache<T> cache = new KindCache<>(client, ResourceKind.of(type), scope.single(namespace, name));
        singles.add(cache);
        daemon(cache::start).start();
        return cache;
    }

    /**
     * Calls back at each change of one object, of a kind of which no other may be read; the namespace is empty for a cluster-scoped kind. What is called must only enqueue,
     * and not throw. Closing the result ends the watch.
     */
    public <T extends HasMetadata> AutoCloseable wake(Class<T> type, String namespace, String name, Runnable onChange) {
        KindCache<T> cache = single(type, namespace, name);
        cache.listen(versions -> onChange.run());
        return () -> release(cache);
    }

    /** Ends the watch of a cache of one object. */
    void release(KindCache<?> single) {
        singles.remove(single);
        single.stop();
    }

    /** Whether every cache of a kind that somebody asked for is complete, or empty because the cluster does not know the kind. */
    boolean usable() {
        return caches.values().stream().allMatch(KindCache::usable);
    }

    /**
     * How a kind is cached.
     *
     * @param objects how many there are
     * @param deaf    how long no watch has been open; zero while one is, and for a kind that the cluster does not know and need not know
     */
    public record KindState(String kind, int objects, Duration deaf) {
    }

    /** How the kinds that somebody asked for are cached, in no order. Never throws. */
    public List<KindState> states() {
        return caches.values().stream().map(c -> new KindState(c.name(), c.size(), c.absent() ? Duration.ZERO : c.deaf())).toList();
    }

    /** The type of the kind with that name, or with that {@code name.group} where two groups have a kind of the same name. Any other name is refused. */
    Class<? extends HasMetadata> type(String name) {
        List<? extends Class<? extends HasMetadata>> found = kinds.values().stream().map(ResourceKind::type).filter(type -> named(type, name)).toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        String problem = found.isEmpty() ? "" : ", which " + found.size() + " groups have";
        throw new IllegalArgumentException("expected kube:<kind> or kube:<kind>.<group> with one of the cached kinds " + names() + ", found kube:" + name + problem + "; correct the endpoint URI");
    }

    private static boolean named(Class<? extends HasMetadata> type, String name) {
        return name.equals(HasMetadata.getKind(type)) || name.equals(HasMetadata.getKind(type) + "." + HasMetadata.getGroup(type));
    }

    private List<String> names() {
        return kinds.values().stream().map(kind -> HasMetadata.getKind(kind.type())).sorted().toList();
    }

    /** Ends all watches; reads find what was there last. */
    @Override
    public void close() {
        checks.shutdownNow();
        watches.forEach(InstallationWatch::close);
        caches.values().forEach(KindCache::stop);
        singles.forEach(KindCache::stop);
    }
}
