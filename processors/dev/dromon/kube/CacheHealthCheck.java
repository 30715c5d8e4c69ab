package dev.dromon.kube;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Readiness of one reconcile route: its caches are complete and hear. A cache whose watch is closed is given a short while to open it again. */
final class CacheHealthCheck extends AbstractHealthCheck {

    /** A healthy watch is closed and opened again by the server every few minutes; longer than this it is deaf. */
    static final Duration DEAF = Duration.ofSeconds(30);

    private final Collection<KindCache<?>> caches;
    private final WorkQueue queue;
    private final Map<KindCache<?>, Long> silentSince = new ConcurrentHashMap<>();

    CacheHealthCheck(String routeId, Collection<KindCache<?>> caches, WorkQueue queue) {
        super("kube", routeId);
        this.caches = List.copyOf(caches);
        this.queue = queue;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.up().detail("depth", queue.depth()).detail("inFlight", queue.inFlight());
        for (KindCache<?> cache : caches) {
            String state = state(cache, System.nanoTime());
            builder.detail(cache.type().getSimpleName(), state);
            if (!state.equals("watching") && !cache.optional()) {
                builder.message(cache.type().getSimpleName() + " is " + state).down();
            }
        }
    }

    private String state(KindCache<?> cache, long now) {
        if (!cache.running()) {
            return "stopped";
        }
        if (!cache.synced()) {
            return "not listed yet";
        }
        if (cache.watching()) {
            silentSince.remove(cache);
            return "watching";
        }
        long since = silentSince.computeIfAbsent(cache, c -> now);
        return now - since < DEAF.toNanos() ? "watching" : "deaf for " + Duration.ofNanos(now - since).toSeconds() + " s";
    }
}
