package dev.dromon.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How long it takes from the end of the last check to the pod's release: a Job that completes, and a metric that changes. */
final class ReleasedPart {

    private static final int WARM_UP = 3;
    private static final String NAMESPACE = "released";
    private static final String COMPLETE = "complete";
    private static final String JOB = "last pre-deployment Job complete to gate lifted";
    private static final String METRIC = "metric changed to gate lifted";
    private static final Duration HELD = Duration.ofMillis(700);

    private final Stage stage;
    /** One Job at a time is under way: a number per Job is what tells them apart. */
    private final Map<String, Long> numbers = new ConcurrentHashMap<>();

    ReleasedPart(Stage stage) {
        this.stage = stage;
    }

    void run() {
        stage.results().target(JOB, 50);
        stage.results().target(METRIC, 50);
        stage.cluster().namespace(NAMESPACE, true);
        stage.apps().task(NAMESPACE);
        stage.runtime().start();
        try (Sightings<Pod> pods = stage.pods(); Sightings<Job> jobs = jobs()) {
            for (int round = -WARM_UP; round < stage.repeats(); round++) {
                job(pods, jobs, round);
                metric(pods, round);
            }
        }
        stage.runtime().close();
    }

    private Sightings<Job> jobs() {
        return new Sightings<Job>(j -> NAMESPACE.equals(j.getMetadata().getNamespace()) ? Long.toString(counted(j)) : null).when(COMPLETE, FlowPart::complete).watch(stage.client(), Job.class);
    }

    private long counted(Job job) {
        return numbers.computeIfAbsent(job.getMetadata().getName(), name -> (long) numbers.size());
    }

    private void job(Sightings<Pod> pods, Sightings<Job> jobs, int round) {
        String name = "job" + (round + WARM_UP);
        stage.apps().deployment(NAMESPACE, name, "pre-deployment-tasks", Apps.TASK);
        long free = pods.await(Stage.FREE, NAMESPACE + "/" + name);
        long complete = jobs.await(COMPLETE, Long.toString(round + WARM_UP));
        if (round >= 0) {
            stage.results().millis(JOB, free - complete);
        }
    }

    private void metric(Sightings<Pod> pods, int round) {
        String name = "metric" + (round + WARM_UP);
        stage.apps().evaluation(NAMESPACE, name);
        stage.apps().measure(NAMESPACE, name, "0");
        stage.apps().deployment(NAMESPACE, name, "pre-deployment-evaluations", name);
        Stage.pause(HELD);
        if (pods.seen(Stage.FREE, NAMESPACE + "/" + name).isPresent()) {
            throw new IllegalStateException("expected the pod of " + name + " to be held while its metric is 0, found it released");
        }
        stage.apps().measure(NAMESPACE, name, "1");
        long changed = System.nanoTime();
        long free = pods.await(Stage.FREE, NAMESPACE + "/" + name);
        if (round >= 0) {
            stage.results().millis(METRIC, free - changed);
        }
    }
}
