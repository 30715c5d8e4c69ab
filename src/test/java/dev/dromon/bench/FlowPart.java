package dev.dromon.bench;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnTask;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The whole flow with instant container tasks at all four places, and how much of it is not the time of its Jobs: before the app, then the longest of what the workloads
 * have before and after them, then after the app. A Job takes from its creation to its completion.
 */
final class FlowPart {

    private static final int WARM_UP = 2;
    private static final String NAMESPACE = "flow";
    private static final String CREATED = "created";
    private static final String COMPLETE = "complete";

    private final Stage stage;

    FlowPart(Stage stage) {
        this.stage = stage;
    }

    void run() {
        stage.results().target(more(1), 500);
        stage.results().target(more(3), 800);
        stage.cluster().namespace(NAMESPACE, true);
        stage.apps().task(NAMESPACE);
        stage.runtime().start();
        try (Sightings<KeptnAppVersion> versions = stage.appVersions(); Sightings<Job> jobs = jobs()) {
            for (int round = -WARM_UP; round < stage.repeats(); round++) {
                flow(versions, jobs, 1, round);
                flow(versions, jobs, 3, round);
            }
        }
        stage.runtime().close();
    }

    private static String more(int workloads) {
        return "whole flow with four tasks minus its Jobs, workloads: " + workloads;
    }

    private Sightings<Job> jobs() {
        return new Sightings<Job>(j -> Stage.key(j, j.getMetadata().getName())).when(CREATED, j -> true).when(COMPLETE, FlowPart::complete).watch(stage.client(), Job.class);
    }

    static boolean complete(Job job) {
        return job.getStatus() != null && job.getStatus().getConditions().stream().anyMatch(c -> "Complete".equals(c.getType()) && "True".equals(c.getStatus()));
    }

    private void flow(Sightings<KeptnAppVersion> versions, Sightings<Job> jobs, int workloads, int round) {
        String app = "app" + workloads + "x" + (round + WARM_UP);
        List<String> names = workloads == 1 ? List.of(app) : IntStream.range(0, workloads).mapToObj(i -> app + "-" + (char) ('a' + i)).toList();
        stage.apps().context(NAMESPACE, app);
        long begun = System.nanoTime();
        if (workloads == 1) {
            stage.apps().deployment(NAMESPACE, app, "pre-deployment-tasks", Apps.TASK, "post-deployment-tasks", Apps.TASK);
        } else {
            stage.apps().app(NAMESPACE, app, names);
            names.forEach(name -> stage.apps().deployment(NAMESPACE, name, "app", app, "pre-deployment-tasks", Apps.TASK, "post-deployment-tasks", Apps.TASK));
        }
        Span flow = new Span(begun, versions.await(Stage.COMPLETED, NAMESPACE + "/" + app));
        long own = jobsOf(app, flow, jobs);
        if (round >= 0) {
            stage.results().seconds("whole flow with four tasks, workloads: " + workloads, flow.end() - begun);
            stage.results().millis(more(workloads), flow.end() - begun - own);
        }
    }

    /** The runtime may see that a Job is complete, and begin the next one, before the bench sees it; so times may overlap a little. */
    private long jobsOf(String app, Span flow, Sightings<Job> jobs) {
        List<KeptnTask> tasks = stage.client().resources(KeptnTask.class).inNamespace(NAMESPACE).list().getItems().stream().filter(t -> app.equals(t.getSpec().context.appName)).toList();
        List<String> workloads = tasks.stream().map(FlowPart::workload).filter(w -> !w.isEmpty()).distinct().toList();
        return workloads.stream().map(w -> tasks.stream().filter(t -> workload(t).isEmpty() || w.equals(workload(t))).map(t -> span(t, jobs)).toList())
                .mapToLong(flow::filledBy).max().orElseThrow();
    }

    private static String workload(KeptnTask task) {
        return task.getSpec().context.workloadName == null ? "" : task.getSpec().context.workloadName;
    }

    private static Span span(KeptnTask task, Sightings<Job> jobs) {
        String job = NAMESPACE + "/" + task.getStatus().jobName;
        return new Span(jobs.await(CREATED, job), jobs.await(COMPLETE, job));
    }
}
