package dev.dromon.kube;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * The component {@code kube:<Kind>}: each consumer is one reconcile loop over the objects of that kind. Its caches and, where replicas elect a leader, its gate are
 * set by whoever wires the application; without caches an endpoint is refused.
 */
public class KubeComponent extends DefaultComponent {

    /** A started route: how it is asked to look at a key, and its queue. */
    record Loop(Consumer<String> ask, WorkQueue queue) {
    }

    private final Map<String, Loop> loops = new ConcurrentHashMap<>();
    private KubeCaches caches;
    private Optional<LeaderGate> leaderGate = Optional.empty();
    private volatile LoopListener listener = LoopListener.NONE;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (caches == null) {
            throw new IllegalArgumentException("expected the kube component to have caches, found none; set KubeComponent.caches before routes are added");
        }
        KubeEndpoint endpoint = new KubeEndpoint(uri, this, caches.type(remaining));
        setProperties(endpoint, parameters);
        endpoint.validate();
        return endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        leaderGate.ifPresent(LeaderGate::start);
    }

    /** Camel stops components after routes: the workers have drained when the lease is given back. */
    @Override
    protected void doStop() throws Exception {
        leaderGate.ifPresent(LeaderGate::close);
        super.doStop();
    }

    /** Asks a route to look at a key, as a change of the object would; nothing happens while no such route is started. Thread-safe, and does not wait. */
    public void ask(String routeId, String key) {
        Loop loop = loops.get(routeId);
        if (loop != null) {
            loop.ask().accept(key);
        }
    }

    /** Queues of the routes that are started, by route id; for those who only look. Thread-safe. */
    public Map<String, WorkQueue> queues() {
        return loops.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, loop -> loop.getValue().queue()));
    }

    /** Whether workers run on this replica: it leads, or there is no election. */
    public boolean leads() {
        return leaderGate.map(LeaderGate::leading).orElse(true);
    }

    void started(String routeId, Loop loop) {
        loops.put(routeId, loop);
    }

    void stopped(String routeId) {
        loops.remove(routeId);
    }

    KubeCaches caches() {
        return caches;
    }

    Optional<LeaderGate> leaderGate() {
        return leaderGate;
    }

    LoopListener listener() {
        return listener;
    }

    /** Who learns what the routes do; to be set before they start. */
    public void setListener(LoopListener listener) {
        this.listener = listener;
    }

    /** Where objects come from. */
    public void setCaches(KubeCaches caches) {
        this.caches = caches;
    }

    /** Lets workers run on one replica only; without it they always run. */
    public void setLeaderGate(LeaderGate leaderGate) {
        this.leaderGate = Optional.of(leaderGate);
    }
}
