package dev.dromon.kube;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Readiness of one reconcile route: its caches are complete and hear. A cache whose watch is closed is given a while to open it again; a kind that the cluster does not
 * know, and need not know, does not count. Leadership does not count either: a replica that waits for it is ready.
 */
final class CacheHealthCheck extends AbstractHealthCheck {

    private final List<KindCache<?>> caches;
    private final WorkQueue queue;
    private final Duration deafAfter;

    CacheHealthCheck(String routeId, Collection<KindCache<?>> caches, WorkQueue queue, Duration deafAfter) {
        super("kube", routeId);
        this.caches = List.copyOf(caches);
        this.queue = queue;
        this.deafAfter = deafAfter;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.up().detail("depth", queue.depth()).detail("delayed", queue.delayed()).detail("inFlight", queue.inFlight());
        for (KindCache<?> cache : caches) {
            Optional<String> problem = problem(cache);
            builder.detail(cache.name(), problem.orElse(cache.absent() ? "not installed" : "watching"));
            problem.ifPresent(text -> builder.message(cache.name() + " is " + text).down());
        }
    }

    private Optional<String> problem(KindCache<?> cache) {
        if (cache.absent()) {
            return Optional.empty();
        }
        if (!cache.synced()) {
            return Optional.of("not listed yet");
        }
        if (!cache.running()) {
            return Optional.of("stopped");
        }
        Duration deaf = cache.deaf();
        return deaf.compareTo(deafAfter) < 0 ? Optional.empty() : Optional.of("not watched for " + deaf.toSeconds() + " s");
    }
}
