package dev.dromon.metric;

import dev.dromon.api.KeptnMetric;
import dev.dromon.api.KeptnMetricsProvider;
import dev.dromon.gather.Kinds;
import dev.dromon.http.Outbound;
import dev.dromon.kube.Keys;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.SecretReader;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;

/** The providers that this process serves, each with a watch of the one Secret that it names and connections of its own. Thread-safe. */
public final class MetricsProviders extends LifecycleStrategySupport {

    /** Threads that ask the DNS. */
    private static final int LOOKUPS = 8;

    private final KubeCaches caches;
    private final KindCache<KeptnMetricsProvider> providers;
    private final KindCache<KeptnMetric> metrics;
    private final boolean allowLocal;
    private final AtomicLong count = new AtomicLong();
    private final Map<String, Served> served = new ConcurrentHashMap<>();
    private Vertx vertx;
    private boolean stopping;

    /**
     * A provider as it is served.
     *
     * @param number another one after each change of the provider or its Secret: what was asked before may now be answered otherwise
     */
    record Served(KeptnMetricsProvider provider, Optional<SecretReader> secrets, ProviderClient client, AtomicLong number) {

        private String uid() {
            return provider.getMetadata().getUid();
        }

        private boolean is(KeptnMetricsProvider other) {
            return uid().equals(other.getMetadata().getUid()) && provider.getMetadata().getGeneration().equals(other.getMetadata().getGeneration());
        }
    }

    /** Serves nothing yet. Whether addresses of this machine and link may be called is for whoever runs Dromon to say, not for who writes providers. */
    public MetricsProviders(KubeCaches caches, boolean allowLocal) {
        this.caches = caches;
        this.providers = caches.of(KeptnMetricsProvider.class);
        this.metrics = caches.of(KeptnMetric.class);
        this.allowLocal = allowLocal;
    }

    /** Serves all providers that there are and will be. Whoever is given the keys of metrics whose provider or Secret has changed must only enqueue. */
    public void serve(Consumer<String> onChange) {
        providers.listen(versions -> look(versions.get(versions.size() - 1), onChange));
    }

    private void look(KeptnMetricsProvider told, Consumer<String> onChange) {
        if (changed(told, onChange)) {
            wake(Keys.key(told), onChange);
        }
    }

    private void wake(String provider, Consumer<String> onChange) {
        metrics.byIndex(Kinds.BY_PROVIDER, provider).forEach(metric -> onChange.accept(Keys.key(metric)));
    }

    private synchronized boolean changed(KeptnMetricsProvider told, Consumer<String> onChange) {
        String key = Keys.key(told);
        Optional<KeptnMetricsProvider> now = providers.get(told.getMetadata().getNamespace(), told.getMetadata().getName()).filter(p -> p.getMetadata().getDeletionTimestamp() == null);
        Optional<Served> before = Optional.ofNullable(served.get(key));
        if (stopping || now.isPresent() && before.filter(b -> b.is(now.get())).isPresent()) {
            return false;
        }
        Optional<Served> after = now.map(p -> serve(p, before, onChange));
        after.ifPresentOrElse(a -> served.put(key, a), () -> served.remove(key));
        before.ifPresent(b -> {
            b.client().close();
            b.secrets().filter(s -> after.flatMap(Served::secrets).filter(a -> a == s).isEmpty()).ifPresent(SecretReader::close);
        });
        return true;
    }

    private Served serve(KeptnMetricsProvider provider, Optional<Served> before, Consumer<String> onChange) {
        AtomicLong number = new AtomicLong(count.incrementAndGet());
        ProviderClient client = new ProviderClient(vertx(), Boolean.TRUE.equals(provider.getSpec().insecureSkipTlsVerify), allowLocal);
        Optional<SecretReader> same = before.filter(b -> b.uid().equals(provider.getMetadata().getUid()) && secret(b.provider()).equals(secret(provider))).flatMap(Served::secrets);
        Optional<SecretReader> secrets = same.isPresent() ? same : secret(provider).map(name -> SecretReader.one(caches, provider.getMetadata().getNamespace(), name,
                () -> secretChanged(Keys.key(provider), onChange)));
        return new Served(provider, secrets, client, number);
    }

    private void secretChanged(String provider, Consumer<String> onChange) {
        Optional.ofNullable(served.get(provider)).ifPresent(s -> s.number().set(count.incrementAndGet()));
        wake(provider, onChange);
    }

    /** The name of the Secret of a provider; empty when it has none. */
    static Optional<String> secret(KeptnMetricsProvider provider) {
        return Optional.ofNullable(provider.getSpec().secretKeyRef).map(SecretKeySelector::getName).filter(n -> !n.isBlank());
    }

    /** What connections run on; there is one from the first provider on. */
    private synchronized Vertx vertx() {
        if (vertx == null) {
            vertx = Outbound.vertx(LOOKUPS);
        }
        return vertx;
    }

    /** The provider of that key as it is served; empty when it is not. */
    Optional<Served> served(String key) {
        return Optional.ofNullable(served.get(key));
    }

    /** Whether there is a provider of that name, served or not yet. */
    boolean exists(String namespace, String name) {
        return providers.get(namespace, name).filter(p -> p.getMetadata().getDeletionTimestamp() == null).isPresent();
    }

    /** After the routes are stopped, which wait for no fetch: one that fails because of this must not be written. */
    @Override
    public synchronized void onContextStopped(CamelContext context) {
        stopping = true;
        served.values().forEach(s -> s.client().close());
        if (vertx != null) {
            vertx.close();
        }
    }
}
