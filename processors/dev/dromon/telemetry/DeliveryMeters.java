package dev.dromon.telemetry;

import dev.dromon.act.DeliveryListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;

/** What becomes of events, in numbers. Never throws. */
final class DeliveryMeters implements DeliveryListener {

    private final Meter.MeterProvider<Counter> delivered;
    private final Meter.MeterProvider<Counter> givenUp;
    private final Meter.MeterProvider<Counter> lost;

    DeliveryMeters(MeterRegistry registry) {
        delivered = Counter.builder("dromon.sink.events.delivered").description("Events that the sink has taken").withRegistry(registry);
        givenUp = Counter.builder("dromon.sink.dead.letters").description("Events that were given up because the receiver refused them").withRegistry(registry);
        lost = Counter.builder("dromon.sink.events.lost").description("Events whose version was deleted before the sink got them").withRegistry(registry);
    }

    @Override
    public void delivered(String sink, long events) {
        delivered.withTag(Labels.SINK, sink).increment(events);
    }

    @Override
    public void givenUp(String sink, long events) {
        givenUp.withTag(Labels.SINK, sink).increment(events);
    }

    @Override
    public void lost(String sink, long events) {
        lost.withTag(Labels.SINK, sink).increment(events);
    }
}
