package dev.dromon.metric;

import dev.dromon.api.KeptnMetric;
import dev.dromon.api.KeptnMetricsProvider;
import dev.dromon.api.RangeSpec;
import dev.dromon.kube.SecretReader;
import dev.dromon.kube.SecretReader.UnusableSecret;
import dev.dromon.kube.Times;
import dev.dromon.metric.MetricsProviders.Served;
import dev.dromon.provider.Aggregation;
import dev.dromon.provider.Credentials;
import dev.dromon.provider.MetricQuery;
import dev.dromon.provider.Problem;
import dev.dromon.provider.ProviderType;
import dev.dromon.provider.Server;
import dev.dromon.provider.Step;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is asked for a KeptnMetric or an Analysis, and of whom. Never throws: what cannot be asked is a step that failed. */
final class MetricQueries {

    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(5);

    private MetricQueries() {
    }

    /** The first step of a fetch of a metric; its provider is empty when there is none. */
    static Step first(KeptnMetric metric, Optional<Served> served, Instant now) {
        try {
            Served provider = served.orElseThrow(() -> new UnusableException(Problem.PROVIDER_NOT_FOUND, "KeptnMetricsProvider " + metric.getSpec().provider.name
                    + " does not exist in namespace " + metric.getMetadata().getNamespace() + "; create it or correct spec.provider.name"));
            return first(provider, query(metric, now));
        } catch (UnusableException e) {
            return e.step();
        }
    }

    /** The first step of a fetch of any query. */
    static Step first(Served provider, MetricQuery query) {
        try {
            return type(provider.provider()).begin(new Server(provider.provider().getSpec().targetServer, credentials(provider)), query);
        } catch (UnusableException e) {
            return e.step();
        }
    }

    private static ProviderType type(KeptnMetricsProvider provider) throws UnusableException {
        return ProviderType.of(provider.getSpec().type).orElseThrow(() -> new UnusableException(Problem.PROVIDER_UNUSABLE, "expected spec.type of KeptnMetricsProvider "
                + provider.getMetadata().getName() + " to be one of " + Arrays.stream(ProviderType.values()).map(t -> t.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "))
                + ", found " + (provider.getSpec().type == null ? "none" : "another one") + "; correct it"));
    }

    /** Longest time of a fetch from a provider that can be asked. */
    static Duration timeout(Served provider) {
        return ProviderType.of(provider.provider().getSpec().type).orElseThrow().timeout();
    }

    private static Optional<Credentials> credentials(Served served) throws UnusableException {
        if (served.secrets().isEmpty()) {
            return Optional.empty();
        }
        SecretReader secrets = served.secrets().get();
        SecretKeySelector reference = served.provider().getSpec().secretKeyRef;
        try {
            Optional<Map<String, byte[]>> found = secrets.find(reference.getName());
            if (found.isEmpty() && Boolean.TRUE.equals(reference.getOptional())) {
                return Optional.empty();
            }
            Map<String, byte[]> data = found.isPresent() ? found.get() : secrets.data(reference.getName());
            return Optional.of(new Credentials(reference.getName(), reference.getKey(),
                    data.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> new String(e.getValue(), StandardCharsets.UTF_8)))));
        } catch (UnusableSecret e) {
            throw new UnusableException(Problem.SECRET_UNUSABLE, e.getMessage());
        }
    }

    private static MetricQuery query(KeptnMetric metric, Instant now) throws UnusableException {
        RangeSpec spec = metric.getSpec().range;
        Optional<MetricQuery.Range> range = spec == null ? Optional.empty() : Optional.of(new MetricQuery.Range(
                blank(spec.interval) ? DEFAULT_INTERVAL : duration("spec.range.interval", spec.interval), steps(spec)));
        return new MetricQuery(metric.getSpec().query, range, Optional.ofNullable(metric.getSpec().jsonPath).filter(p -> !p.isBlank()), now);
    }

    private static Optional<MetricQuery.Steps> steps(RangeSpec spec) throws UnusableException {
        if (blank(spec.step) && blank(spec.aggregation)) {
            return Optional.empty();
        }
        Aggregation aggregation = Aggregation.of(spec.aggregation).orElseThrow(() -> new UnusableException(Problem.METRIC_UNUSABLE,
                "expected spec.range.step and a known spec.range.aggregation together, found another aggregation or none; correct them"));
        return Optional.of(new MetricQuery.Steps(duration("spec.range.step", spec.step), aggregation));
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }

    private static Duration duration(String field, String text) throws UnusableException {
        return Times.duration(text).filter(d -> d.toMillis() > 0).orElseThrow(() -> new UnusableException(Problem.METRIC_UNUSABLE,
                "expected " + field + " to be a number with a unit of at least 1ms, such as 90s or 5m, found something else; correct it"));
    }
}
