package dev.dromon.telemetry;

import dev.dromon.kube.LoopListener;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** What routes do, in numbers. Never throws. */
final class LoopMeters implements LoopListener {

    private final Meter.MeterProvider<Timer> waits;
    private final Meter.MeterProvider<Timer> looks;

    LoopMeters(MeterRegistry registry) {
        waits = Timer.builder("dromon.queue.wait").description("How long a key was due before a worker of the route took it").serviceLevelObjectives(Buckets.QUICK).withRegistry(registry);
        looks = Timer.builder("dromon.reconcile.duration").description("How long the route looked at one object").serviceLevelObjectives(Buckets.QUICK).withRegistry(registry);
    }

    @Override
    public void taken(String route, Duration waited) {
        waits.withTag(Labels.ROUTE, route).record(waited);
    }

    @Override
    public void looked(Look look) {
        looks.withTags(Labels.ROUTE, look.route(), "kind", look.kind(), "result", look.result().name().toLowerCase(Locale.ROOT)).record(look.took());
    }
}
