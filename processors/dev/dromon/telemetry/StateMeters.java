package dev.dromon.telemetry;

import dev.dromon.act.DeliveryListener;
import dev.dromon.act.Sinks;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.WorkQueue;
import dev.dromon.sink.EventSinks;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How things are at this moment, read when somebody asks and not before. What is gone by then is no longer told. */
final class StateMeters {

    private static final double MILLIS = 1000.0;

    private final MeterRegistry registry;
    private final MetricsResponder.Source source;
    private final DeliveryListener deliveries;
    private final MultiGauge queued;
    private final MultiGauge delayed;
    private final MultiGauge running;
    private final MultiGauge objects;
    private final MultiGauge deaf;
    private final MultiGauge pending;
    private final MultiGauge lastTaken;

    StateMeters(MeterRegistry registry, MetricsResponder.Source source, DeliveryListener deliveries) {
        this.registry = registry;
        this.source = source;
        this.deliveries = deliveries;
        queued = gauge("dromon.queue.depth", "Keys that are due and wait for a worker of the route");
        delayed = gauge("dromon.queue.delayed", "Keys that the route looks at again later by itself");
        running = gauge("dromon.reconcile.running", "Objects that the route is looking at");
        objects = gauge("dromon.cache.objects", "Objects in the cache of the kind");
        deaf = MultiGauge.builder("dromon.cache.unwatched").baseUnit("seconds").description("How long no watch of the kind has been open; 0 while one is").register(registry);
        pending = gauge("dromon.sink.events.pending", "Events that wait for the sink");
        lastTaken = MultiGauge.builder("dromon.sink.last.success.timestamp").baseUnit("seconds").description("When the sink last took an event, since the epoch").register(registry);
        Gauge.builder("dromon.leader", source.component(), component -> component.leads() ? 1 : 0).description("1 when this replica does the work, else 0").register(registry);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /** Reads all anew. */
    void refresh() {
        Map<String, WorkQueue> queues = source.component().queues();
        register(queued, queues.entrySet(), q -> row(Labels.ROUTE, q.getKey(), q.getValue().depth()));
        register(delayed, queues.entrySet(), q -> row(Labels.ROUTE, q.getKey(), q.getValue().delayed()));
        register(running, queues.entrySet(), q -> row(Labels.ROUTE, q.getKey(), q.getValue().inFlight()));
        List<KubeCaches.KindState> kinds = source.caches().states();
        register(objects, kinds, k -> row("kind", k.kind(), k.objects()));
        register(deaf, kinds, k -> row("kind", k.kind(), seconds(k.deaf())));
        Map<String, EventSinks.Progress> served = source.served().progress();
        register(pending, served.entrySet(), s -> row(Labels.SINK, s.getKey(), s.getValue().pending()));
        register(lastTaken, served.entrySet().stream().filter(s -> s.getValue().lastTaken().isPresent()).toList(),
                s -> row(Labels.SINK, s.getKey(), seconds(Duration.between(Instant.EPOCH, s.getValue().lastTaken().orElseThrow()))));
        Set<String> sinks = source.sinks().all().stream().map(Sinks.Sink::name).collect(Collectors.toSet());
        sinks.forEach(this::fromZero);
        forget(Labels.SINK, sinks);
        forget(Labels.ROUTE, queues.keySet());
    }

    private static double seconds(Duration time) {
        return time.toMillis() / MILLIS;
    }

    private static Row<Number> row(String label, String value, Number number) {
        return Row.of(Tags.of(label, value), number);
    }

    private static <T> void register(MultiGauge gauge, Collection<T> all, Function<T, Row<Number>> row) {
        gauge.register(all.stream().map(row).toList(), true);
    }

    /** A counter that appears with its first event would hide that event from whoever looks at its growth. */
    private void fromZero(String sink) {
        deliveries.delivered(sink, 0);
        deliveries.givenUp(sink, 0);
        deliveries.lost(sink, 0);
    }

    /** So the number of series is bounded by what there is. */
    private void forget(String label, Set<String> living) {
        registry.getMeters().stream().filter(m -> m.getId().getTag(label) != null && !living.contains(m.getId().getTag(label))).forEach(registry::remove);
    }
}
