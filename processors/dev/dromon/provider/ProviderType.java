package dev.dromon.provider;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The types of providers. Rule: docs/reference/metrics-providers.md. */
public enum ProviderType {

    /** Prometheus. */
    PROMETHEUS(new PrometheusApi(Map.of())),
    /** Thanos: an answer from only some of its stores is none. */
    THANOS(new PrometheusApi(Map.of("partial_response", "false"))),
    /** Cortex. */
    CORTEX(new PrometheusApi(Map.of())),
    /** Datadog. */
    DATADOG(new DatadogApi()),
    /** Dynatrace, metrics version 2. */
    DYNATRACE(new DynatraceApi()),
    /** Dynatrace Grail, whose queries may run for some time. */
    DQL(new DqlApi(), Duration.ofSeconds(60)),
    /** Elasticsearch. */
    ELASTIC(new ElasticApi()),
    /** Any server that answers JSON. */
    HTTP(new JsonApi());

    private final ProviderApi api;
    private final Duration timeout;

    ProviderType(ProviderApi api) {
        this(api, Duration.ofSeconds(20));
    }

    ProviderType(ProviderApi api, Duration timeout) {
        this.api = api;
        this.timeout = timeout;
    }

    /** The type of that name; empty for anything else. */
    public static Optional<ProviderType> of(String wire) {
        return Arrays.stream(values()).filter(t -> t.name().toLowerCase(Locale.ROOT).equals(wire)).findFirst();
    }

    /** How a fetch begins. Never throws. */
    public Step begin(Server server, MetricQuery query) {
        try {
            return api.begin(server, query);
        } catch (NoValueException e) {
            return e.step();
        }
    }

    /** Longest time from the first request of a fetch to the end of its last answer. */
    public Duration timeout() {
        return timeout;
    }
}
