package dev.dromon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnMetric;
import dev.dromon.api.KeptnMetricStatus;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.cluster.Manifests;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.awaitility.core.ThrowingRunnable;

/**
 * One flow in a namespace of its own, looked after by runtimes that may die: each that dies is followed by a new one with a new client, new caches and a new proxy, whose plan
 * is that of its number. Closing it kills what runs and deletes the namespace.
 */
final class Scene implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String RUN = Long.toString(System.currentTimeMillis() / 1000, Character.MAX_RADIX);

    private final Stage stage;
    private final Duration patience;
    private final String namespace = "fault-" + RUN + "-" + COUNT.incrementAndGet();
    private final ListMemory lists = new ListMemory();
    private final List<Mortal> living = new ArrayList<>();
    private final Map<String, Integer> struck = new TreeMap<>();
    private final AtomicInteger deaths = new AtomicInteger();
    private volatile boolean closed;
    private volatile Throwable stillborn;

    /** A scene whose conditions may take that long each. */
    Scene(Stage stage, Duration patience) {
        this.stage = stage;
        this.patience = patience;
        stage.admin().namespaces().resource(Manifests.namespace(namespace, true)).create();
    }

    String namespace() {
        return namespace;
    }

    KubernetesClient client() {
        return stage.admin();
    }

    Stage stage() {
        return stage;
    }

    /** Starts a runtime whose plan is the first of the given ones; when it dies, one with the next follows. */
    void run(IntFunction<FaultPlan> plans, InstantSource clock) {
        start(plans, 0, clock);
    }

    private synchronized void start(IntFunction<FaultPlan> plans, int generation, InstantSource clock) {
        if (closed) {
            return;
        }
        Mortal[] started = new Mortal[1];
        FaultProxy proxy = new FaultProxy(stage.vertx(), stage.upstream(lists), plans.apply(generation), () -> stage.bury(() -> follow(started, plans, generation, clock)));
        started[0] = new Mortal(stage, namespace, clock, proxy);
        living.add(started[0]);
    }

    /** Waits for the lock until the one that died has been started: it may die before. */
    private synchronized void follow(Mortal[] dead, IntFunction<FaultPlan> plans, int generation, InstantSource clock) {
        deaths.incrementAndGet();
        remove(dead[0]);
        try {
            start(plans, generation + 1, clock);
        } catch (RuntimeException e) {
            stillborn = e;
        }
    }

    private void remove(Mortal mortal) {
        if (living.remove(mortal)) {
            mortal.proxy().struck().forEach((fault, times) -> struck.merge(fault, times, Integer::sum));
            mortal.kill();
        }
    }

    /** How many runtimes died by their plan. */
    int deaths() {
        return deaths.get();
    }

    /** How many times each fault was injected, by its name. */
    synchronized Map<String, Integer> struck() {
        Map<String, Integer> all = new TreeMap<>(struck);
        living.forEach(m -> m.proxy().struck().forEach((fault, times) -> all.merge(fault, times, Integer::sum)));
        return all;
    }

    /** Writes of the runtimes that live, so far. */
    synchronized int written() {
        return living.stream().mapToInt(m -> m.proxy().written()).sum();
    }

    // ---- what a user does ----------------------------------------------------------------------------------------------------------------------

    /** Applies objects on the server's side. */
    void apply(String... yaml) {
        List<HasMetadata> objects = client().load(new ByteArrayInputStream(String.join("\n", yaml).getBytes(StandardCharsets.UTF_8))).items();
        objects.forEach(o -> o.getMetadata().setNamespace(namespace));
        objects.forEach(o -> client().resource(o).fieldManager("test").forceConflicts().serverSideApply());
    }

    /** A metric with a value by hand; without a time it does not get too old. */
    void measure(String metric, String value) {
        apply(Manifests.metric(metric));
        KeptnMetric found = client().resources(KeptnMetric.class).inNamespace(namespace).withName(metric).require();
        found.setStatus(new KeptnMetricStatus());
        found.getStatus().value = value;
        found.getStatus().rawValue = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        client().resource(found).updateStatus();
    }

    /** Waits until the assertions hold. */
    void eventually(ThrowingRunnable assertions) {
        await().ignoreExceptions().atMost(patience).pollInterval(LOOK).pollDelay(Duration.ZERO).untilAsserted(() -> {
            assertThat(stillborn).as("start of the next runtime").isNull();
            assertions.run();
        });
    }

    /** The version of an app with that version word, as last seen. */
    KeptnAppVersion app(String version) {
        return stage.appVersions(namespace).stream().filter(v -> version.equals(v.getSpec().version)).findFirst().orElseThrow(() -> new AssertionError("no app version " + version));
    }

    /** The version of a workload. */
    KeptnWorkloadVersion workload(String workload, String version) {
        return stage.workloadVersions(namespace).stream().filter(v -> workload.equals(v.getSpec().workloadName) && version.equals(v.getSpec().version)).findFirst()
                .orElseThrow(() -> new AssertionError("no workload version " + workload + " " + version));
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            List.copyOf(living).forEach(this::remove);
        }
        client().apps().deployments().inNamespace(namespace).delete();
        client().namespaces().withName(namespace).delete();
        stage.forget(namespace);
    }
}
