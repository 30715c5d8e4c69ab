package dev.dromon.query;

import dev.dromon.api.KeptnMetric;
import dev.dromon.api.KeptnMetricStatus;
import dev.dromon.http.Reply;
import dev.dromon.http.Request;
import dev.dromon.http.Responder;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.Times;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Answers with the values of all metrics, or of those of one namespace, in Prometheus' text format, from the cache. Names of namespaces and objects of Kubernetes have no character
 * that the format would want escaped. Rule: docs/reference/metrics-providers.md, scraping the values.
 */
public final class MetricGaugesResponder implements Responder {

    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final String NAMESPACE = "namespace";
    /** What Prometheus reads as a number, but for those that are none. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    private final EventAccess access;
    private final KindCache<KeptnMetric> metrics;

    MetricGaugesResponder(EventAccess access, KindCache<KeptnMetric> metrics) {
        this.access = access;
        this.metrics = metrics;
    }

    /** Reads the caches, and asks with the client's rights who may. Watched is the only namespace that is looked after; empty for all. */
    public static MetricGaugesResponder of(KubeCaches caches, KubernetesClient client, Optional<String> watched) {
        return new MetricGaugesResponder(new EventAccess(new AccessReviewer(client, AccessReviewer.Right.ALL_METRICS, System::nanoTime), watched), caches.of(KeptnMetric.class));
    }

    @Override
    public Reply reply(Request request) throws InterruptedException {
        Optional<Reply> nobody = access.withoutToken(request);
        if (nobody.isPresent()) {
            return nobody.get();
        }
        List<String> namespaces = request.query().getOrDefault(NAMESPACE, List.of());
        if (namespaces.size() > 1) {
            return Reply.problem(400, "Bad Request", "expected parameter namespace at most once, found it " + namespaces.size() + " times");
        }
        Optional<String> namespace = namespaces.stream().findFirst();
        Optional<Reply> refusal = access.refusal(request.bearer().orElseThrow(), namespace);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!metrics.synced()) {
            return EventAccess.unavailable("not all metrics have been read yet");
        }
        List<KeptnMetric> told = metrics.list().stream().filter(m -> namespace.filter(n -> !n.equals(m.getMetadata().getNamespace())).isEmpty())
                .sorted(Comparator.comparing((KeptnMetric m) -> m.getMetadata().getNamespace()).thenComparing(m -> m.getMetadata().getName())).toList();
        return new Reply(200, TYPE, Map.of("Cache-Control", "no-store"), page(told).getBytes(StandardCharsets.UTF_8));
    }

    private static String page(List<KeptnMetric> told) {
        StringBuilder page = new StringBuilder();
        family(page, "keptn_metric_value", "Value of the KeptnMetric, while it is fresh enough to count", told, MetricGaugesResponder::value);
        family(page, "keptn_metric_last_updated_timestamp_seconds", "When its provider was asked for the value, since the epoch", told,
                m -> status(m).flatMap(s -> Times.parse(s.lastUpdated)).map(t -> Long.toString(t.getEpochSecond())));
        family(page, "keptn_metric_failing", "1 while the last query has failed, else 0", told, m -> status(m).map(s -> s.errMsg == null || s.errMsg.isEmpty() ? "0" : "1"));
        return page.toString();
    }

    private static void family(StringBuilder page, String name, String help, List<KeptnMetric> told, Function<KeptnMetric, Optional<String>> value) {
        page.append("# HELP ").append(name).append(' ').append(help).append("\n# TYPE ").append(name).append(" gauge\n");
        told.forEach(metric -> value.apply(metric).ifPresent(v -> page.append(name).append("{namespace=\"").append(metric.getMetadata().getNamespace()).append("\",name=\"")
                .append(metric.getMetadata().getName()).append("\"} ").append(v).append('\n')));
    }

    private static Optional<KeptnMetricStatus> status(KeptnMetric metric) {
        return Optional.ofNullable(metric.getStatus());
    }

    private static Optional<String> value(KeptnMetric metric) {
        return status(metric).filter(s -> s.conditions.stream().noneMatch(c -> "Stale".equals(c.getType()) && "True".equals(c.getStatus()))).map(s -> s.value)
                .filter(v -> NUMBER.matcher(v).matches());
    }
}
