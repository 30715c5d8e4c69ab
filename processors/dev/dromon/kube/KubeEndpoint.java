package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** One reconcile loop: the kind it looks at, what else makes it look, and how hard it works. */
public class KubeEndpoint extends DefaultEndpoint {

    private final Class<? extends HasMetadata> kind;
    private List<Trigger<?>> triggers = List.of();
    private int workers = 4;
    private long minBackoff = 100;
    private long maxBackoff = 60_000;

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

    Class<? extends HasMetadata> kind() {
        return kind;
    }

    KubeComponent component() {
        return (KubeComponent) getComponent();
    }

    WorkQueue newQueue() {
        return new WorkQueue(Duration.ofMillis(minBackoff), Duration.ofMillis(maxBackoff), System::nanoTime);
    }

    /** Triggers of other kinds; empty when only the kind itself counts. */
    public List<Trigger<?>> getTriggers() {
        return triggers;
    }

    public void setTriggers(List<Trigger<?>> triggers) {
        this.triggers = triggers;
    }

    /** How many keys are looked at side by side; at least 1. */
    public int getWorkers() {
        return workers;
    }

    public void setWorkers(int workers) {
        this.workers = workers;
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
}
