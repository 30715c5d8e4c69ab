package dev.dromon.kube;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * The component {@code kube:<Kind>}: each consumer is one reconcile loop over the objects of that kind. Its caches and, where replicas elect a leader, its gate are
 * set by whoever wires the application; without caches an endpoint is refused.
 */
public class KubeComponent extends DefaultComponent {

    private final Map<String, Consumer<String>> loops = new ConcurrentHashMap<>();
    private KubeCaches caches;
    private Optional<LeaderGate> leaderGate = Optional.empty();

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
        Consumer<String> loop = loops.get(routeId);
        if (loop != null) {
            loop.accept(key);
        }
    }

    void started(String routeId, Consumer<String> loop) {
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

    /** Where objects come from. */
    public void setCaches(KubeCaches caches) {
        this.caches = caches;
    }

    /** Lets workers run on one replica only; without it they always run. */
    public void setLeaderGate(LeaderGate leaderGate) {
        this.leaderGate = Optional.of(leaderGate);
    }
}
