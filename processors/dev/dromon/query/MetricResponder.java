package dev.dromon.query;

import dev.dromon.api.KeptnMetric;
import dev.dromon.api.KeptnMetricStatus;
import dev.dromon.http.Reply;
import dev.dromon.http.Request;
import dev.dromon.http.Responder;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers with the value of one metric, from the cache. Rule: docs/reference/metrics-providers.md, reading a value. */
public final class MetricResponder implements Responder {

    private static final int SEGMENTS = 5;

    private final EventAccess access;
    private final KindCache<KeptnMetric> metrics;

    MetricResponder(EventAccess access, KindCache<KeptnMetric> metrics) {
        this.access = access;
        this.metrics = metrics;
    }

    /** Reads the caches, and asks with the client's rights who may. Watched is the only namespace that is looked after; empty for all. */
    public static MetricResponder of(KubeCaches caches, KubernetesClient client, Optional<String> watched) {
        return new MetricResponder(new EventAccess(new AccessReviewer(client, AccessReviewer.Right.METRICS, System::nanoTime), watched), caches.of(KeptnMetric.class));
    }

    @Override
    public Reply reply(Request request) throws InterruptedException {
        Optional<Reply> nobody = access.withoutToken(request);
        if (nobody.isPresent()) {
            return nobody.get();
        }
        if (request.path().size() != SEGMENTS) {
            return Reply.problem(404, "Not Found", "expected /api/v1/metrics/<namespace>/<name>, found something else");
        }
        String namespace = request.path().get(SEGMENTS - 2);
        Optional<Reply> refusal = access.refusal(request.bearer().orElseThrow(), Optional.of(namespace));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!metrics.synced()) {
            return EventAccess.unavailable("not all metrics have been read yet");
        }
        String name = request.path().get(SEGMENTS - 1);
        return metrics.get(namespace, name).map(MetricResponder::reply)
                .orElseGet(() -> Reply.problem(404, "Not Found", "KeptnMetric " + name + " does not exist in namespace " + namespace));
    }

    private static Reply reply(KeptnMetric metric) {
        Optional<KeptnMetricStatus> status = Optional.ofNullable(metric.getStatus());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("metric", metric.getMetadata().getName());
        document.put("namespace", metric.getMetadata().getNamespace());
        document.put("value", status.map(s -> s.value).orElse(""));
        document.put("lastUpdated", status.map(s -> s.lastUpdated).orElse(""));
        document.put("stale", status.stream().flatMap(s -> s.conditions.stream()).anyMatch(c -> "Stale".equals(c.getType()) && "True".equals(c.getStatus())));
        document.put("errMsg", status.map(s -> s.errMsg).orElse(""));
        return Reply.json(200, document);
    }
}
