package dev.dromon.bench;

import dev.dromon.api.EventSink;
import dev.dromon.api.EventSinkSpec;
import dev.dromon.api.EventSinkStatus;
import dev.dromon.api.HttpSinkSpec;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnWorkloadVersion;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.stream.IntStream;

/**
 * Heap while one sink is down and another takes everything: some apps get a new version in turn, so that there are flows and events all the time. Versions whose events
 * the sink did not get are kept for a minute only, so that after it as many go as come.
 */
final class DownPart {

    private static final String NAMESPACE = "down";
    private static final String SINK = "unreachable";
    private static final String KEPT = "1m";
    private static final int APPS = 20;
    private static final int SETTLED = 3;
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Stage stage;
    private int versions;

    DownPart(Stage stage) {
        this.stage = stage;
    }

    void run() {
        stage.cluster().namespace(NAMESPACE, true);
        stage.apps().task(NAMESPACE);
        sink(SINK, "http://127.0.0.1:1/");
        stage.runtime().with("DROMON_EVENTS_KEEP", KEPT).start();
        try (Consumer consumer = Consumer.taking()) {
            sink("consumer", consumer.url());
            IntStream.range(0, APPS).forEach(i -> stage.client().resource(version(i)).create());
            double settled = 0;
            for (int minute = 1; minute <= stage.minutes(); minute++) {
                flows();
                double heap = stage.runtime().heapMebibytes();
                stage.results().add("heap after a full collection, minute %d".formatted(minute), "MiB", heap);
                settled = minute == SETTLED ? heap : settled;
                if (minute > SETTLED) {
                    stage.results().add("the same, change since minute " + SETTLED, "MiB", heap - settled);
                }
                if (minute >= SETTLED) {
                    stage.results().add("versions there, from minute " + SETTLED, "", there());
                    stage.results().add("events that wait for the sink that is down, from minute " + SETTLED, "", status().pending);
                }
            }
            stage.results().add("events taken by the other sink", "", consumer.taken());
            stage.results().add("events lost for the sink that is down", "", status().lost);
        }
        stage.runtime().close();
    }

    private void flows() {
        long end = System.nanoTime() + MINUTE.toNanos();
        for (long due = System.nanoTime() + EVERY.toNanos(); due < end; due += EVERY.toNanos()) {
            Stage.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            stage.client().resource(version(versions % APPS)).forceConflicts().serverSideApply();
        }
        Stage.pause(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }

    private Deployment version(int app) {
        versions++;
        return Apps.workload(NAMESPACE, "app" + app, "version", "1." + versions, "pre-deployment-tasks", Apps.TASK).edit().editSpec().withRevisionHistoryLimit(2).endSpec().build();
    }

    private long there() {
        return stage.client().resources(KeptnAppVersion.class).inNamespace(NAMESPACE).list().getItems().size()
                + (long) stage.client().resources(KeptnWorkloadVersion.class).inNamespace(NAMESPACE).list().getItems().size();
    }

    private EventSinkStatus status() {
        return stage.client().resources(EventSink.class).withName(SINK).get().getStatus();
    }

    private void sink(String name, String url) {
        EventSink sink = new EventSink();
        sink.setMetadata(new ObjectMetaBuilder().withName(name).build());
        sink.setSpec(new EventSinkSpec());
        sink.getSpec().http = new HttpSinkSpec();
        sink.getSpec().http.url = url;
        sink.getSpec().http.allowLocalAddresses = true;
        stage.client().resource(sink).create();
    }
}
