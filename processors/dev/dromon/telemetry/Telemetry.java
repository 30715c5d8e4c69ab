package dev.dromon.telemetry;

import dev.dromon.act.DeliveryListener;
import dev.dromon.act.FlowListener;
import dev.dromon.kube.ApiListener;
import dev.dromon.kube.LoopListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The metrics of one process: who tells them what, and where they are read. Names, types and labels: docs/reference/metrics.md. Thread-safe. */
public final class Telemetry implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final ApiListener requests;
    private final LoopListener loops;
    private final FlowListener flow;
    private final DeliveryListener deliveries;

    /** Counts from zero. */
    public Telemetry() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
        requests = requests(registry);
        loops = new LoopMeters(registry);
        flow = new FlowMeters(registry);
        deliveries = new DeliveryMeters(registry);
    }

    private static ApiListener requests(MeterRegistry registry) {
        var counters = Counter.builder("dromon.api.requests").description("Requests to the API server that were answered, or sent again because no answer came").withRegistry(registry);
        return (verb, resource, code) -> counters.withTags("verb", verb, "resource", resource, "code", code).increment();
    }

    /** Counts requests to the API server. */
    public ApiListener requests() {
        return requests;
    }

    /** Counts what the routes do. */
    public LoopListener loops() {
        return loops;
    }

    /** Counts what happens to apps, workloads and pods. */
    public FlowListener flow() {
        return flow;
    }

    /** Counts what becomes of events. */
    public DeliveryListener deliveries() {
        return deliveries;
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Counts no more. */
    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }
}
