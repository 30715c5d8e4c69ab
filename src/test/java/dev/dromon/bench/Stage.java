package dev.dromon.bench;

import dev.dromon.api.KeptnAppVersion;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What every part works with. */
record Stage(Cluster cluster, Apps apps, RuntimeProcess runtime, AuditLog audit, Results results, Options options, int port) {

    static final String BOUND = "bound";
    static final String FREE = "free";
    static final String COMPLETED = "completed";

    int repeats() {
        return options.repeats();
    }

    int many() {
        return options.many();
    }

    int minutes() {
        return options.minutes();
    }

    KubernetesClient client() {
        return cluster.admin();
    }

    static String key(HasMetadata object, String name) {
        return object.getMetadata().getNamespace() + "/" + name;
    }

    /** Pods by the name of their workload: when one was free of gates, and bound to a node. */
    Sightings<Pod> pods() {
        return new Sightings<Pod>(p -> p.getMetadata().getLabels() == null || p.getMetadata().getLabels().get("app") == null ? null : key(p, p.getMetadata().getLabels().get("app")))
                .when(FREE, p -> p.getSpec().getSchedulingGates().isEmpty()).when(BOUND, p -> p.getSpec().getNodeName() != null).watch(client(), Pod.class);
    }

    /** App versions by the name of their app: when one went through all phases. */
    Sightings<KeptnAppVersion> appVersions() {
        return new Sightings<KeptnAppVersion>(v -> key(v, v.getSpec().appName))
                .when(COMPLETED, v -> v.getStatus() != null && "Completed".equals(v.getStatus().currentPhase) && "Succeeded".equals(v.getStatus().status))
                .watch(client(), KeptnAppVersion.class);
    }

    /** Waits until the runtime has been silent for the given time. */
    void untilQuiet(Duration silence) {
        AuditLog log = audit;
        long requests = -1;
        for (long now = total(log); now != requests; now = total(log)) {
            requests = now;
            pause(silence);
        }
    }

    private static long total(AuditLog log) {
        return log.requests().values().stream().mapToLong(Long::longValue).sum();
    }

    /** The bench measures what happens in a time; this is not a wait for something. */
    static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
