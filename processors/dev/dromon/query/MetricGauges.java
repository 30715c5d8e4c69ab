package dev.dromon.query;

import dev.dromon.api.KeptnMetric;
import dev.dromon.api.KeptnMetricStatus;
import dev.dromon.kube.Times;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** KeptnMetrics as gauges. Never throws. */
final class MetricGauges {

    /** What Prometheus reads as a number, but for those that are none. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    private MetricGauges() {
    }

    /** The page of these metrics, in their order. */
    static String page(List<KeptnMetric> metrics) {
        GaugePage page = new GaugePage();
        family(page.family("keptn_metric_value", "Value of the KeptnMetric, while it is fresh enough to count"), metrics, MetricGauges::value);
        family(page.family("keptn_metric_last_updated_timestamp_seconds", "When its provider was asked for the value, since the epoch"), metrics,
                m -> status(m).flatMap(s -> Times.parse(s.lastUpdated)).map(t -> Long.toString(t.getEpochSecond())));
        family(page.family("keptn_metric_failing", "1 while the last query has failed, else 0"), metrics, m -> status(m).map(s -> s.errMsg == null || s.errMsg.isEmpty() ? "0" : "1"));
        return page.text();
    }

    private static void family(GaugePage page, List<KeptnMetric> metrics, Function<KeptnMetric, Optional<String>> value) {
        metrics.forEach(m -> value.apply(m).ifPresent(v -> page.sample(GaugePage.labels("namespace", m.getMetadata().getNamespace(), "name", m.getMetadata().getName()), v)));
    }

    private static Optional<KeptnMetricStatus> status(KeptnMetric metric) {
        return Optional.ofNullable(metric.getStatus());
    }

    private static Optional<String> value(KeptnMetric metric) {
        return status(metric).filter(s -> s.conditions.stream().noneMatch(c -> "Stale".equals(c.getType()) && "True".equals(c.getStatus()))).map(s -> s.value)
                .filter(v -> NUMBER.matcher(v).matches());
    }
}
