package dev.dromon.bench;

import dev.dromon.api.KeptnAppVersion;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Many apps of one workload at once, without checks and with three instant tasks each; then whether a runtime that has nothing to do does nothing. */
final class BurstPart {

    private static final int FEW = 50;
    private static final int APPLIERS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final String REQUESTS = "API requests per app with three tasks, without Events";

    private final Stage stage;

    BurstPart(Stage stage) {
        this.stage = stage;
    }

    void run() {
        stage.results().target(all(FEW, true), 20);
        stage.results().target(REQUESTS, 29);
        stage.results().target(idleFigure(), 0);
        stage.runtime().start();
        try (Sightings<KeptnAppVersion> versions = stage.appVersions()) {
            burst(versions, "warm", 5, true, false);
            burst(versions, "few-bare", FEW, false, true);
            burst(versions, "few", FEW, true, true);
            burst(versions, "many", stage.many(), true, true);
        }
        idle();
        stage.runtime().close();
    }

    private String idleFigure() {
        return "API requests of a minute with " + stage.many() + " finished apps";
    }

    private static String all(int count, boolean tasks) {
        return count + " apps at once, " + (tasks ? "three tasks each" : "no checks");
    }

    private void burst(Sightings<KeptnAppVersion> versions, String namespace, int count, boolean tasks, boolean counts) {
        stage.cluster().namespace(namespace, true);
        stage.apps().task(namespace);
        stage.untilQuiet(SILENCE);
        if (tasks) {
            IntStream.range(0, count).forEach(i -> stage.apps().context(namespace, "app" + i));
        }
        stage.audit().mark();
        long begun = System.nanoTime();
        apply(namespace, count, tasks);
        Awaitility.await(count + " apps are completed").pollInterval(Duration.ofMillis(10)).atMost(PATIENCE).until(() -> versions.count(Stage.COMPLETED, namespace + "/") == count);
        long last = IntStream.range(0, count).mapToLong(i -> versions.await(Stage.COMPLETED, namespace + "/app" + i)).max().orElse(begun);
        stage.untilQuiet(SILENCE);
        if (counts) {
            stage.results().seconds(all(count, tasks), last - begun);
            requests(count, tasks);
        }
    }

    private void apply(String namespace, int count, boolean tasks) {
        String[] checks = tasks ? new String[] {"pre-deployment-tasks", Apps.TASK} : new String[0];
        ExecutorService appliers = Executors.newFixedThreadPool(APPLIERS);
        IntStream.range(0, count).forEach(i -> appliers.execute(() -> stage.apps().deployment(namespace, "app" + i, checks)));
        appliers.shutdown();
        try {
            if (!appliers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("expected " + count + " Deployments to be applied within " + PATIENCE + "; the API server is too slow for this bench");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void requests(int count, boolean tasks) {
        Map<String, Long> requests = stage.audit().requests();
        System.out.println(requests);
        stage.results().add(tasks ? REQUESTS : "API requests per app without checks, without Events", "", (double) AuditLog.others(requests) / count);
        stage.results().add(tasks ? "Events per app with three tasks" : "Events per app without checks", "", (double) AuditLog.events(requests) / count);
    }

    private void idle() {
        stage.results().add("resident memory right after " + stage.many() + " apps", "MiB", stage.runtime().residentMebibytes());
        stage.untilQuiet(SILENCE);
        stage.audit().mark();
        Stage.pause(IDLE);
        stage.results().add(idleFigure(), "", AuditLog.others(stage.audit().requests()) + AuditLog.events(stage.audit().requests()));
    }
}
