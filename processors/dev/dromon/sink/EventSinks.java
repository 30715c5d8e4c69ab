package dev.dromon.sink;

import dev.dromon.api.EventSink;
import dev.dromon.kube.SecretReader;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;

/** The sinks that this process serves, by name. Connections and their thread are there from the first sink on. Thread-safe. */
public final class EventSinks extends LifecycleStrategySupport {

    /** A sink as it is served: the object that says how, and what is known of it. */
    record Served(String uid, long generation, SinkTerms terms, SinkState state, Optional<HttpSender> http, Optional<KafkaSender> kafka) {

        void cut() {
            http.ifPresent(HttpSender::close);
            kafka.ifPresent(KafkaSender::close);
        }

        boolean is(EventSink sink) {
            return uid.equals(sink.getMetadata().getUid()) && generation == sink.getMetadata().getGeneration();
        }
    }

    private final Map<String, Served> served = new ConcurrentHashMap<>();
    private final Map<String, Integer> lostBefore = new HashMap<>();
    private final SecretReader secrets;
    private final InstantSource clock;
    private Vertx vertx;

    /** Secrets are read, when a sink names one, from Dromon's own namespace; the clock is that of all routes. */
    public EventSinks(KubernetesClient client, String namespace, InstantSource clock) {
        this.secrets = SecretReader.all(client, namespace);
        this.clock = clock;
    }

    /** The sink of that name as it is served; empty when it is not. */
    Optional<Served> named(String name) {
        return Optional.ofNullable(served.get(name));
    }

    /** Serves a sink as it is now, in place of what was served by its name; that must have been {@link #cut}. */
    synchronized void serve(EventSink sink) {
        SinkTerms terms = SinkTerms.of(sink);
        SinkState.Report untold = named(sink.getMetadata().getName()).filter(s -> s.uid().equals(sink.getMetadata().getUid())).map(s -> s.state().report())
                .orElse(SinkState.Report.NONE);
        SinkState state = new SinkState(terms.backoff(), () -> ThreadLocalRandom.current().nextDouble(), untold);
        state.lost(Optional.ofNullable(lostBefore.remove(sink.getMetadata().getName())).orElse(0));
        Optional<HttpSender> http = terms.http().map(t -> new HttpSender(vertx(), t, terms.parallelism(), secrets, clock));
        Optional<KafkaSender> kafka = terms.kafka().map(t -> new KafkaSender(sink.getMetadata().getName(), t, secrets));
        served.put(sink.getMetadata().getName(), new Served(sink.getMetadata().getUid(), sink.getMetadata().getGeneration(), terms, state, http, kafka));
    }

    /** What connections run on; there is one from the first question on. */
    synchronized Vertx vertx() {
        if (vertx == null) {
            vertx = loop();
        }
        return vertx;
    }

    /** A loop with one thread of its own. */
    static Vertx loop() {
        FileSystemOptions noFiles = new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1).setUseDaemonThread(true).setFileSystemOptions(noFiles));
    }

    InstantSource clock() {
        return clock;
    }

    /** What is on its way to the sink fails at once; it stays known until it is dropped. */
    void cut(String name) {
        named(name).ifPresent(Served::cut);
    }

    /** The sink is served no longer; what its status was not told yet is told no more. */
    synchronized void drop(String name) {
        served.remove(name);
        lostBefore.remove(name);
    }

    /** So many events of a version are never delivered to the sink; told to one that is not served yet when it is. */
    public synchronized void lost(String name, int count) {
        named(name).ifPresentOrElse(s -> s.state().lost(count), () -> lostBefore.merge(name, count, Integer::sum));
    }

    /** Before the routes are stopped: what is on its way fails at once, so that nobody waits for a receiver when this process ends. */
    @Override
    public synchronized void onContextStopping(CamelContext context) {
        served.keySet().forEach(this::cut);
        secrets.close();
        if (vertx != null) {
            vertx.close();
        }
    }
}
