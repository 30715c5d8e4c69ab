package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** One reconcile loop: the kind it looks at, what else makes it look, and how hard it works. */
public class KubeEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {

    private final Class<? extends HasMetadata> kind;
    private List<Trigger<?>> triggers = List.of();
    private Predicate<HasMetadata> settled = object -> false;
    private int workers = 4;
    private boolean everywhere;
    private long delay;
    private long minBackoff = 100;
    private long maxBackoff = 60_000;
    private long deafAfter = 30_000;

    KubeEndpoint(String uri, KubeComponent component, Class<? extends HasMetadata> kind) {
        super(uri, component);
        this.kind = kind;
    }

    @Override
    public Producer createProducer() {
        throw new IllegalArgumentException("expected kube: at the start of a route, found it as a destination in " + getEndpointUri() + "; write objects with a processor");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        KubeConsumer consumer = new KubeConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** Each consumer has a queue and workers of its own. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }

    Class<? extends HasMetadata> kind() {
        return kind;
    }

    KubeComponent component() {
        return (KubeComponent) getComponent();
    }

    /** Refuses options that cannot work. */
    void validate() {
        require(workers >= 1, "workers", "at least 1", workers);
        require(delay >= 0, "delay", "at least 0 milliseconds", delay);
        require(minBackoff >= 1, "minBackoff", "at least 1 millisecond", minBackoff);
        require(maxBackoff >= minBackoff, "maxBackoff", "at least minBackoff (" + minBackoff + " milliseconds)", maxBackoff);
        require(deafAfter >= 1, "deafAfter", "at least 1 millisecond", deafAfter);
        for (Object trigger : triggers) {
            require(trigger instanceof Trigger<?>, "triggers", "a list of " + Trigger.class.getName(), trigger);
        }
    }

    private void require(boolean good, String option, String expected, Object found) {
        if (!good) {
            throw new IllegalArgumentException("expected " + option + " to be " + expected + ", found " + found + " in " + getEndpointUri() + "; correct the endpoint URI");
        }
    }

    WorkQueue newQueue(String route) {
        LoopListener listener = component().listener();
        return new WorkQueue(Duration.ofMillis(minBackoff), Duration.ofMillis(maxBackoff), System::nanoTime, waited -> listener.taken(route, waited));
    }

    /** Triggers of other kinds; empty when only the kind itself counts. */
    public List<Trigger<?>> getTriggers() {
        return triggers;
    }

    /** A bean of this type, given as {@code #name}. */
    public void setTriggers(List<Trigger<?>> triggers) {
        this.triggers = triggers;
    }

    /** Which objects need no look, told from the cached object; none when not set. */
    public Predicate<HasMetadata> getSettled() {
        return settled;
    }

    /** A bean of this type, given as {@code #name}. It only looks things up. */
    public void setSettled(Predicate<HasMetadata> settled) {
        this.settled = settled;
    }

    /** How many keys are looked at side by side; at least 1. */
    public int getWorkers() {
        return workers;
    }

    public void setWorkers(int workers) {
        this.workers = workers;
    }

    /** Whether the route runs on every replica, and so must write nothing; false: on the one that leads. */
    public boolean isEverywhere() {
        return everywhere;
    }

    public void setEverywhere(boolean everywhere) {
        this.everywhere = everywhere;
    }

    /** Milliseconds from the first cause for a look to the look, which then covers all causes since; 0: at once. */
    public long getDelay() {
        return delay;
    }

    public void setDelay(long delay) {
        this.delay = delay;
    }

    /** Milliseconds until a failed key comes back; doubled with each failure. */
    public long getMinBackoff() {
        return minBackoff;
    }

    public void setMinBackoff(long minBackoff) {
        this.minBackoff = minBackoff;
    }

    /** Longest back-off in milliseconds. */
    public long getMaxBackoff() {
        return maxBackoff;
    }

    public void setMaxBackoff(long maxBackoff) {
        this.maxBackoff = maxBackoff;
    }

    /** Milliseconds without an open watch after which the route is no longer ready; a healthy watch is closed and opened again every few minutes. */
    public long getDeafAfter() {
        return deafAfter;
    }

    public void setDeafAfter(long deafAfter) {
        this.deafAfter = deafAfter;
    }
}
