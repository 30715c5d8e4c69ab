package dev.dromon.bench;

import dev.dromon.api.KeptnMetric;
import dev.dromon.api.KeptnMetricsProvider;
import dev.dromon.metric.ProviderStub;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Metrics that are fetched every ten seconds, from a server in this process: how late each fetch is, and what the heap does meanwhile. */
final class MetricsPart {

    private static final String NAMESPACE = "metrics";
    private static final int SECONDS = 10;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Stage stage;
    /** Query to when it was asked, by the monotonic clock. */
    private final Map<String, List<Long>> asked = new ConcurrentHashMap<>();
    private volatile boolean counting;

    MetricsPart(Stage stage) {
        this.stage = stage;
    }

    void run() {
        String late = "fetch of a metric after its interval of %d s, metrics: %d".formatted(SECONDS, stage.many());
        stage.results().target(late, 1000, 1000);
        stage.cluster().namespace(NAMESPACE, false);
        try (ProviderStub provider = new ProviderStub()) {
            provider.answers(this::answer);
            stage.runtime().with("DROMON_METRICS_FETCH", "true").with("DROMON_METRICS_ALLOW_LOCAL_ADDRESSES", "true").start();
            create(provider.url());
            Stage.pause(MINUTE);
            counting = true;
            for (int minute = 1; minute <= stage.minutes(); minute++) {
                Stage.pause(MINUTE);
                stage.results().add("heap after a full collection, minute %d".formatted(minute), "MiB", stage.runtime().heapMebibytes());
            }
            counting = false;
            stage.results().add("resident memory, metrics: %d".formatted(stage.many()), "MiB", stage.runtime().residentMebibytes());
            lags(late);
        }
        stage.runtime().close();
    }

    private ProviderStub.Answer answer(ProviderStub.Asked came) {
        if (counting) {
            asked.computeIfAbsent(came.form().get("query").get(0), q -> new ArrayList<>()).add(System.nanoTime());
        }
        return new ProviderStub.Answer(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\"4\"]}]}}");
    }

    private void create(String url) {
        stage.client().resource(Serialization.unmarshal("""
                apiVersion: metrics.keptn.sh/v1
                kind: KeptnMetricsProvider
                metadata: {name: stub, namespace: %s}
                spec: {type: prometheus, targetServer: "%s"}
                """.formatted(NAMESPACE, url), KeptnMetricsProvider.class)).create();
        for (int i = 0; i < stage.many(); i++) {
            stage.client().resource(Serialization.unmarshal("""
                    apiVersion: metrics.keptn.sh/v1
                    kind: KeptnMetric
                    metadata: {name: m%1$d, namespace: %2$s}
                    spec: {provider: {name: stub}, query: m%1$d, fetchIntervalSeconds: %3$d}
                    """.formatted(i, NAMESPACE, SECONDS), KeptnMetric.class)).create();
        }
    }

    /** Between two fetches of one metric, beyond the interval; a metric that was not fetched twice is an error. */
    private void lags(String late) {
        if (asked.size() != stage.many()) {
            throw new IllegalStateException("expected all " + stage.many() + " metrics to be fetched, found " + asked.size());
        }
        asked.values().forEach(times -> {
            for (int i = 1; i < times.size(); i++) {
                stage.results().quietly(late, "ms", (times.get(i) - times.get(i - 1)) / 1e6 - SECONDS * 1e3);
            }
        });
    }
}
