package dev.dromon.telemetry;

import dev.dromon.act.FlowListener;
import dev.dromon.gate.GateVerdict;
import dev.dromon.model.Phase;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What happens to apps, workloads and pods, in numbers. Never throws. */
final class FlowMeters implements FlowListener {

    private static final String OUTCOME = "outcome";
    private static final Map<GateVerdict, String> VERDICTS = Map.of(GateVerdict.RELEASE_APPROVED, "approved", GateVerdict.RELEASE_UNMANAGED, "unmanaged", GateVerdict.RELEASE_OUTSIDE, "outside");
    private static final Map<TransitionType, String> PHASE_ENDS = Map.of(TransitionType.PHASE_SUCCEEDED, "Succeeded", TransitionType.PHASE_WARNED, "Warning",
            TransitionType.PHASE_WAIVED, "Waived", TransitionType.PHASE_ERRORED, "Failed", TransitionType.CANCELLED, "Cancelled");

    private final Meter.MeterProvider<Timer> gate;
    private final Meter.MeterProvider<Timer> phases;
    private final Meter.MeterProvider<Timer> runs;
    private final Meter.MeterProvider<Timer> tasks;
    private final Meter.MeterProvider<Timer> evaluations;

    FlowMeters(MeterRegistry registry) {
        gate = meters(registry, "dromon.gate.wait", "From the creation of a pod, in whole seconds, to its gate being lifted");
        phases = meters(registry, "dromon.phase.duration", "From the start of a phase to its end");
        runs = meters(registry, "dromon.run.duration", "From the start of the run of a version to its end");
        tasks = meters(registry, "dromon.task.duration", "From the start of a KeptnTask to its end");
        evaluations = meters(registry, "dromon.evaluation.duration", "From the start of a KeptnEvaluation to its end");
    }

    private static Meter.MeterProvider<Timer> meters(MeterRegistry registry, String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(Buckets.SLOW).withRegistry(registry);
    }

    @Override
    public void released(GateVerdict verdict, Duration waited) {
        gate.withTag("verdict", VERDICTS.getOrDefault(verdict, "other")).record(waited);
    }

    @Override
    public void committed(String kind, RunStatus before, RunStatus after) {
        List<Transition> all = after.transitions();
        all.subList(Math.min(before.transitions().size(), all.size()), all.size()).forEach(fresh -> told(kind, after, fresh));
    }

    private void told(String kind, RunStatus run, Transition fresh) {
        if (fresh.type() == TransitionType.ENDED) {
            runs.withTags("kind", kind, OUTCOME, run.state().wire()).record(took(fresh, run.start().orElse(fresh.time())));
        } else if (fresh.item().isEmpty() && PHASE_ENDS.containsKey(fresh.type())) {
            fresh.phase().ifPresent(phase -> phases.withTags("phase", phase.wire(), OUTCOME, PHASE_ENDS.get(fresh.type())).record(took(fresh, started(run, phase, fresh))));
        }
    }

    /** The last start before that end; a phase may be done again. */
    private static Instant started(RunStatus run, Phase phase, Transition end) {
        return run.transitions().stream().filter(t -> t.type() == TransitionType.PHASE_STARTED && t.phase().filter(phase::equals).isPresent() && t.time().isBefore(end.time()))
                .reduce((earlier, later) -> later).map(Transition::time).orElse(end.time());
    }

    private static Duration took(Transition end, Instant start) {
        Duration took = Duration.between(start, end.time());
        return took.isNegative() ? Duration.ZERO : took;
    }

    @Override
    public void taskEnded(State outcome, Duration took) {
        tasks.withTag(OUTCOME, outcome.wire()).record(took);
    }

    @Override
    public void evaluationEnded(State outcome, Duration took) {
        evaluations.withTag(OUTCOME, outcome.wire()).record(took);
    }
}
