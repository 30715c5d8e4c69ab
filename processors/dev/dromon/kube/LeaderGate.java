package dev.dromon.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this replica leads, by a Kubernetes Lease. It stops leading by its own clock when a renewal is not answered in time, so that a hanging call cannot prolong
 * it; safety does not depend on it, names and versions give that.
 */
public final class LeaderGate implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderGate.class);
    private static final long FENCE_CHECK_MILLIS = 250;

    /**
     * Which Lease, and how long it holds.
     *
     * @param identity name of this replica, unique among all
     * @param lease    others may take over this long after the last renewal
     * @param renew    this replica stops leading this long after its last answered renewal; shorter than lease
     * @param retry    time between renewals
     */
    public record Terms(String namespace, String name, String identity, Duration lease, Duration renew, Duration retry) {

        private static final double JITTER = 2.2;

        public Terms {
            boolean ordered = retry.toMillis() > 0 && renew.toMillis() > JITTER * retry.toMillis() && lease.compareTo(renew) > 0;
            if (!ordered || lease.toSeconds() < 1) {
                throw new IllegalArgumentException("expected retry > 0, renew > " + JITTER + " x retry, lease > renew and at least PT1S, found retry " + retry + ", renew " + renew
                    + ", lease " + lease + " for lease " + namespace + "/" + name + "; correct these durations");
            }
        }
    }

    private final KubernetesClient client;
    private final Terms terms;
    private final LongSupplier nanoClock;
    private final List<Runnable> onStart = new CopyOnWriteArrayList<>();
    private final List<Runnable> onStop = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(LeaderGate::daemon);
    private final ExecutorService calls = Executors.newCachedThreadPool(LeaderGate::daemon);
    private CompletableFuture<?> election;
    private volatile boolean leading;
    private volatile boolean closed;
    private volatile long renewedAt;

    /** A gate that asks through the given client, which should have short timeouts and no retries of its own. */
    public LeaderGate(KubernetesClient client, Terms terms) {
        this(client, terms, System::nanoTime);
    }

    LeaderGate(KubernetesClient client, Terms terms, LongSupplier nanoClock) {
        this.client = client;
        this.terms = terms;
        this.nanoClock = nanoClock;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "kube-leader");
        thread.setDaemon(true);
        return thread;
    }

    /** Calls start when this replica begins to lead (at once if it does) and stop when it no longer does. */
    synchronized void subscribe(Runnable start, Runnable stop) {
        onStart.add(start);
        onStop.add(stop);
        if (leading) {
            start.run();
        }
    }

    void unsubscribe(Runnable start, Runnable stop) {
        onStart.remove(start);
        onStop.remove(stop);
    }

    /** Whether this replica leads at this moment, by its own clock. Never waits. */
    public boolean leading() {
        return leading && !expired();
    }

    private boolean expired() {
        return nanoClock.getAsLong() - renewedAt >= terms.renew().toNanos();
    }

    /** Begins to stand for election, until closed. */
    void start() {
        clock.scheduleWithFixedDelay(this::fence, FENCE_CHECK_MILLIS, FENCE_CHECK_MILLIS, TimeUnit.MILLISECONDS);
        elect();
    }

    /** The elector must end with the term: it would go on renewing a lease that nobody works under. */
    private void fence() {
        if (leading && expired()) {
            LOG.warn("no renewal was answered in time, this replica stops leading lease={}/{} identity={}", terms.namespace(), terms.name(), terms.identity());
            lost();
            calls.execute(this::endElection);
        }
    }

    private void endElection() {
        CompletableFuture<?> ending;
        synchronized (this) {
            ending = election;
        }
        if (ending != null) {
            ending.cancel(true);
        }
    }

    /** An elector serves one term only: it is made anew after each. */
    private synchronized void elect() {
        if (closed) {
            return;
        }
        LeaderCallbacks callbacks = new LeaderCallbacks(this::won, this::lost, this::tellLeader);
        LeaderElectionConfig config = new LeaderElectionConfig(new TimedLock(), terms.lease(), terms.renew(), terms.retry(), callbacks, true, terms.name());
        election = new LeaderElectorBuilder(client, calls).withConfig(config).build().start();
        election.whenComplete((result, failure) -> again());
    }

    private void tellLeader(String leader) {
        String holder = leader == null || leader.isEmpty() ? "nobody" : leader;
        LOG.info("leader changed lease={}/{} leader={} identity={}", terms.namespace(), terms.name(), holder, terms.identity());
    }

    private void again() {
        lost();
        if (!closed) {
            clock.schedule(() -> calls.execute(this::elect), terms.retry().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void won() {
        if (!leading && !closed) {
            leading = true;
            onStart.forEach(Runnable::run);
        }
    }

    private synchronized void lost() {
        if (leading) {
            leading = false;
            onStop.forEach(Runnable::run);
        }
    }

    /** Gives the lease back, so that another replica can take over at once. Call it after the workers have drained; it waits for the API server's answer. */
    @Override
    public void close() {
        closed = true;
        endElection();
        lost();
        clock.shutdownNow();
        calls.shutdown();
    }

    /** Notes when a renewal was sent; it counts from then, not from its answer. */
    private final class TimedLock extends LeaseLock {

        private TimedLock() {
            super(terms.namespace(), terms.name(), terms.identity());
        }

        /** An elector that meets an exception of another kind than the client's gives up for ever. */
        @Override
        public LeaderElectionRecord get(KubernetesClient kubernetes) {
            try {
                return super.get(kubernetes);
            } catch (NullPointerException e) {
                throw new KubernetesClientException("expected lease " + terms.namespace() + "/" + terms.name() + " to have leaseDurationSeconds, acquireTime and renewTime,"
                    + " found it without; delete this lease", e);
            }
        }

        @Override
        public void update(KubernetesClient kubernetes, LeaderElectionRecord record) {
            long sent = nanoClock.getAsLong();
            super.update(kubernetes, record);
            renewedAt = sent;
        }

        @Override
        public void create(KubernetesClient kubernetes, LeaderElectionRecord record) {
            long sent = nanoClock.getAsLong();
            super.create(kubernetes, record);
            renewedAt = sent;
        }
    }
}
