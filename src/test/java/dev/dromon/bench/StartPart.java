package dev.dromon.bench;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnWorkload;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Start of the process to the first object it makes for a pod that waits: caches complete, routes at work. Then its memory, at rest. */
final class StartPart {

    private static final String NAMESPACE = "start";
    private static final String SERVED = "served";
    private static final String SEEN = "seen";
    private static final int STARTS_PER_FOUR_REPEATS = 4;
    private static final Duration REST = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Stage stage;

    StartPart(Stage stage) {
        this.stage = stage;
    }

    /** With none; then with as many finished apps as the large burst has, each with a Deployment and a pod that runs. Needs a control plane without apps. */
    void run() {
        if (finished() > 0) {
            throw new IllegalStateException("expected no app versions before the part start, found " + finished() + "; name it first in PARTS");
        }
        measure();
        new Copies(stage).make(stage.many());
        stage.cluster().namespace(SERVED, false);
        IntStream.range(0, stage.many()).parallel().forEach(i -> stage.apps().deployment(SERVED, "copy" + i));
        Awaitility.await("all pods run").atMost(PATIENCE).until(() -> running() == stage.many());
        measure();
    }

    private long running() {
        return stage.client().pods().inNamespace(SERVED).list().getItems().stream().filter(p -> "Running".equals(p.getStatus().getPhase())).count();
    }

    /** With what there is. */
    void measure() {
        int apps = finished();
        String figure = "process start to first reconcile, finished apps: " + apps;
        stage.results().target(figure, 3);
        if (stage.client().namespaces().withName(NAMESPACE).get() == null) {
            stage.cluster().namespace(NAMESPACE, true);
        }
        for (int i = 0; i < stage.repeats() / STARTS_PER_FOUR_REPEATS; i++) {
            stage.results().seconds(figure, start("waits" + System.nanoTime()));
        }
        memory(apps);
    }

    private int finished() {
        return stage.client().resources(KeptnAppVersion.class).inAnyNamespace().list().getItems().size();
    }

    private long start(String name) {
        try (Sightings<KeptnWorkload> workloads = new Sightings<KeptnWorkload>(w -> Stage.key(w, w.getMetadata().getName())).when(SEEN, w -> true).watch(stage.client(), KeptnWorkload.class);
                Sightings<Pod> pods = new Sightings<Pod>(p -> Stage.key(p, p.getMetadata().getLabels().getOrDefault("app", ""))).when(SEEN, p -> true).watch(stage.client(), Pod.class)) {
            stage.apps().deployment(NAMESPACE, name);
            pods.await(SEEN, NAMESPACE + "/" + name);
            long begun = stage.runtime().start();
            Awaitility.await("a KeptnWorkload is made").pollInterval(Duration.ofMillis(2)).atMost(PATIENCE).until(() -> workloads.count(SEEN, NAMESPACE + "/" + name) > 0);
            long seen = workloads.await(SEEN, NAMESPACE + "/" + name + "-" + name);
            stage.runtime().close();
            return seen - begun;
        }
    }

    /** Memory of a fresh process that knows all of it and has nothing to do. */
    void memory(int apps) {
        stage.runtime().start();
        Stage.pause(REST);
        stage.results().add("resident memory at rest, finished apps: " + apps, "MiB", stage.runtime().residentMebibytes());
        stage.runtime().close();
    }
}
