package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a route once per key that has to be looked at: the body is a copy of the cached object, or null when it is gone. Caches are kept warm at all times; workers run
 * while the route is started and not suspended, all caches are complete (a run reads more kinds than those that wake it), and this replica leads or the route runs on all. A suspended route keeps collecting keys.
 */
public class KubeConsumer extends DefaultConsumer implements Suspendable {

    private static final Logger LOG = LoggerFactory.getLogger(KubeConsumer.class);
    private static final Duration DRAIN = Duration.ofSeconds(15);
    private static final Duration FENCED_PAUSE = Duration.ofMillis(250);

    private final KubeEndpoint endpoint;
    private final Runnable lead = this::startWorkers;
    private final Runnable follow = this::cutWorkers;
    private final List<AutoCloseable> listeners = new ArrayList<>();
    private final Set<KindCache<?>> caches = new LinkedHashSet<>();
    private WorkQueue queue;
    private KeyRun run;
    private boolean open;
    private Workers workers;

    KubeConsumer(KubeEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        queue = endpoint.newQueue(getRouteId());
        KindCache<?> primary = endpoint.component().caches().of(endpoint.kind());
        run = new KeyRun(this, queue, primary, endpoint.getSettled());
        caches.add(primary);
        endpoint.getTriggers().forEach(trigger -> caches.add(endpoint.component().caches().of(trigger.type())));
        listeners.add(primary.listen(versions -> ask(Keys.key(versions.get(0)))));
        endpoint.getTriggers().forEach(this::listen);
        caches.forEach(cache -> listeners.add(cache.listenForHearing(queue::hasten)));
        setHealthCheck(new CacheHealthCheck(getRouteId(), caches, queue, Duration.ofMillis(endpoint.getDeafAfter())));
        endpoint.component().started(getRouteId(), new KubeComponent.Loop(this::ask, queue));
        open(true);
        gate().ifPresentOrElse(gate -> gate.subscribe(lead, follow), this::startWorkers);
    }

    private <S extends HasMetadata> void listen(Trigger<S> trigger) {
        KindCache<S> cache = endpoint.component().caches().of(trigger.type());
        listeners.add(cache.listen(versions -> versions.stream().flatMap(object -> keys(trigger, object)).distinct().toList().forEach(this::ask)));
    }

    private void ask(String key) {
        queue.add(key, Duration.ofMillis(endpoint.getDelay()));
    }

    /** Runs in the thread of the informer, or of who wrote; both must survive whatever a trigger does. */
    private <S extends HasMetadata> Stream<String> keys(Trigger<S> trigger, S object) {
        try {
            return List.copyOf(trigger.keys().apply(object)).stream();
        } catch (RuntimeException e) {
            LOG.error("a trigger failed, its keys are not looked at for this change route={} kind={} key={}", getRouteId(), HasMetadata.getKind(trigger.type()), Keys.key(object), e);
            return Stream.empty();
        }
    }

    private boolean leads() {
        return endpoint.isEverywhere() || endpoint.component().leads();
    }

    /** Empty when there is nothing to wait for: no replicas elect a leader, or the route runs on all of them. */
    private Optional<LeaderGate> gate() {
        return endpoint.component().leaderGate().filter(gate -> !endpoint.isEverywhere());
    }

    private synchronized void open(boolean isOpen) {
        open = isOpen;
    }

    private synchronized void startWorkers() {
        if (workers == null && open && leads()) {
            Workers.Job job = new Workers.Job(queue, endpoint.component().caches()::usable, this::look);
            workers = new Workers(endpoint.getCamelContext(), "kube-" + getRouteId(), endpoint.getWorkers(), job);
        }
    }

    /** The clock is asked before every run: after a long pause of this process another replica may lead already. */
    private void look(String key) {
        if (leads()) {
            run.look(key);
        } else {
            queue.done(key, FENCED_PAUSE);
        }
    }

    private synchronized Workers takeWorkers() {
        Workers taken = workers;
        workers = null;
        return taken;
    }

    private void cutWorkers() {
        Workers stopping = takeWorkers();
        if (stopping != null) {
            stopping.cut();
        }
    }

    private void drainWorkers() {
        Workers stopping = takeWorkers();
        if (stopping != null) {
            stopping.drain(DRAIN);
        }
    }

    /** Tells who listens how a look that began at that time ended. */
    void looked(LoopListener.Result result, long startedNanos) {
        Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
        endpoint.component().listener().looked(new LoopListener.Look(getRouteId(), HasMetadata.getKind(endpoint.kind()), result, took));
    }

    Exchange newExchange() {
        return createExchange(false);
    }

    void close(Exchange exchange) {
        releaseExchange(exchange, false);
    }

    @Override
    protected void doSuspend() throws Exception {
        open(false);
        drainWorkers();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        open(true);
        startWorkers();
    }

    @Override
    protected void doStop() throws Exception {
        open(false);
        endpoint.component().stopped(getRouteId());
        gate().ifPresent(gate -> gate.unsubscribe(lead, follow));
        if (queue != null) {
            queue.close();
        }
        drainWorkers();
        for (AutoCloseable listener : listeners) {
            listener.close();
        }
        listeners.clear();
        caches.clear();
        super.doStop();
    }
}
