package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a route once per key that has to be looked at: the body is a copy of the cached object, or null when it is gone. Caches are kept warm at all times; workers run
 * while the route is started, its caches are complete, and this replica leads.
 */
public class KubeConsumer extends DefaultConsumer implements Suspendable {

    private static final Logger LOG = LoggerFactory.getLogger(KubeConsumer.class);
    private static final long DRAIN_SECONDS = 15;
    private static final long SYNC_CHECK_MILLIS = 20;

    private final KubeEndpoint endpoint;
    private final Runnable lead = this::startWorkers;
    private final Runnable follow = () -> stopWorkers(false);
    private final List<AutoCloseable> listeners = new ArrayList<>();
    private final Set<KindCache<?>> caches = new LinkedHashSet<>();
    private WorkQueue queue;
    private KindCache<?> primary;
    private KeyRun run;
    private ExecutorService pool;
    private volatile boolean working;

    KubeConsumer(KubeEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        queue = endpoint.newQueue();
        primary = endpoint.component().caches().of(endpoint.kind());
        run = new KeyRun(this, queue, getRouteId());
        caches.add(primary);
        listeners.add(primary.listen(object -> queue.add(Keys.key(object))));
        endpoint.getTriggers().forEach(this::listen);
        setHealthCheck(new CacheHealthCheck(getRouteId(), caches, queue));
        if (endpoint.component().leaderGate().isPresent()) {
            endpoint.component().leaderGate().get().subscribe(lead, follow);
        } else {
            startWorkers();
        }
    }

    private <S extends HasMetadata> void listen(Trigger<S> trigger) {
        KindCache<S> cache = endpoint.component().caches().of(trigger.type());
        caches.add(cache);
        listeners.add(cache.listen(object -> trigger(trigger, object)));
    }

    private <S extends HasMetadata> void trigger(Trigger<S> trigger, S object) {
        try {
            trigger.keys().apply(object).forEach(queue::add);
        } catch (RuntimeException e) {
            LOG.error("a trigger failed, its keys are not looked at now route={} kind={} key={}", getRouteId(), trigger.type().getSimpleName(), Keys.key(object), e);
        }
    }

    private synchronized void startWorkers() {
        if (working || isStopping() || isStopped() || isSuspended()) {
            return;
        }
        working = true;
        pool = endpoint.getCamelContext().getExecutorServiceManager().newFixedThreadPool(this, "kube-" + getRouteId(), endpoint.getWorkers());
        for (int i = 0; i < endpoint.getWorkers(); i++) {
            pool.execute(this::work);
        }
    }

    private void work() {
        try {
            while (working && !caches.stream().allMatch(KindCache::usable)) {
                TimeUnit.MILLISECONDS.sleep(SYNC_CHECK_MILLIS);
            }
            for (String key = queue.take(() -> working); key != null; key = queue.take(() -> working)) {
                run.look(primary, key);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the workers: after the runs under way when draining, by interrupting them when leadership was lost. */
    private void stopWorkers(boolean drain) {
        ExecutorService stopping;
        synchronized (this) {
            if (!working) {
                return;
            }
            working = false;
            stopping = pool;
        }
        queue.wake();
        if (drain) {
            endpoint.getCamelContext().getExecutorServiceManager().shutdownGraceful(stopping, TimeUnit.SECONDS.toMillis(DRAIN_SECONDS));
        } else {
            endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(stopping);
        }
    }

    Exchange newExchange() {
        return createExchange(false);
    }

    void close(Exchange exchange) {
        releaseExchange(exchange, false);
    }

    @Override
    protected void doSuspend() throws Exception {
        stopWorkers(true);
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        startWorkers();
    }

    @Override
    protected void doStop() throws Exception {
        endpoint.component().leaderGate().ifPresent(gate -> gate.unsubscribe(lead, follow));
        queue.close();
        stopWorkers(true);
        for (AutoCloseable listener : listeners) {
            listener.close();
        }
        listeners.clear();
        caches.clear();
        super.doStop();
    }
}
