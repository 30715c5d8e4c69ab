package dev.dromon.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.gate.GateVerdict;
import dev.dromon.kube.LoopListener;
import dev.dromon.model.Phase;
import dev.dromon.model.PhaseStatus;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TelemetryTest {

    private static final Instant T0 = Instant.parse("2026-01-02T03:04:05Z");
    private static final Phase TASKS = Phase.WORKLOAD_PRE_DEPLOY_TASKS;

    private final Telemetry telemetry = new Telemetry();

    @AfterEach
    void close() {
        telemetry.close();
    }

    private Exposed read() {
        return Exposed.read(telemetry.registry().scrape());
    }

    private static Transition at(int second, TransitionType type, Optional<Phase> phase, String item) {
        return new Transition(T0.plusSeconds(second), type, phase, item, Optional.empty(), Optional.empty(), "");
    }

    private static RunStatus run(State state, Transition... transitions) {
        return new RunStatus(Map.of(TASKS, PhaseStatus.PENDING), Optional.of(TASKS), state, false, Optional.of(T0), Optional.empty(), Optional.empty(), List.of(), Optional.empty(), 1,
                List.of(transitions));
    }

    @Test
    void aPhaseCountsOnceWhenItsEndIsRecordedForTheFirstTimeAndFromItsLastStart() {
        Transition start = at(1, TransitionType.PHASE_STARTED, Optional.of(TASKS), "");
        Transition failed = at(4, TransitionType.PHASE_ERRORED, Optional.of(TASKS), "");
        Transition again = at(10, TransitionType.PHASE_STARTED, Optional.of(TASKS), "");
        Transition good = at(17, TransitionType.PHASE_SUCCEEDED, Optional.of(TASKS), "");
        RunStatus first = run(State.PROGRESSING, start, failed);

        telemetry.flow().committed("KeptnWorkloadVersion", RunStatus.NEW, first);
        telemetry.flow().committed("KeptnWorkloadVersion", first, first);
        telemetry.flow().committed("KeptnWorkloadVersion", first, run(State.PROGRESSING, start, failed, again, good));

        Exposed exposed = read();
        assertThat(exposed.sum("dromon_phase_duration_seconds_count", "phase", TASKS.wire(), "outcome", "Failed")).isEqualTo(1);
        assertThat(exposed.sum("dromon_phase_duration_seconds_sum", "phase", TASKS.wire(), "outcome", "Failed")).isEqualTo(3);
        assertThat(exposed.sum("dromon_phase_duration_seconds_count", "phase", TASKS.wire(), "outcome", "Succeeded")).isEqualTo(1);
        assertThat(exposed.sum("dromon_phase_duration_seconds_sum", "phase", TASKS.wire(), "outcome", "Succeeded")).isEqualTo(7);
        assertThat(exposed.types()).as("runs that go on").doesNotContainKey("dromon_run_duration_seconds");
    }

    @Test
    void aCheckThatWasCancelledIsNoPhase() {
        telemetry.flow().committed("KeptnAppVersion", RunStatus.NEW, run(State.PROGRESSING, at(2, TransitionType.CANCELLED, Optional.of(TASKS), "some-task")));

        assertThat(read().types()).doesNotContainKey("dromon_phase_duration_seconds");
    }

    @Test
    void anEndedRunCountsByKindAndOutcome() {
        telemetry.flow().committed("KeptnAppVersion", RunStatus.NEW, run(State.FAILED, at(6, TransitionType.ENDED, Optional.empty(), "")));

        Exposed exposed = read();
        assertThat(exposed.sum("dromon_run_duration_seconds_count", "kind", "KeptnAppVersion", "outcome", "Failed")).isEqualTo(1);
        assertThat(exposed.sum("dromon_run_duration_seconds_sum")).isEqualTo(6);
    }

    @Test
    void waitsAreInBucketsThatReachFarEnough() {
        telemetry.flow().released(GateVerdict.RELEASE_APPROVED, Duration.ofHours(2));

        Exposed exposed = read();
        assertThat(exposed.sum("dromon_gate_wait_seconds_bucket", "verdict", "approved", "le", "3600.0")).isZero();
        assertThat(exposed.sum("dromon_gate_wait_seconds_bucket", "verdict", "approved", "le", "21600.0")).isEqualTo(1);
    }

    @Test
    void eachNameAlwaysHasTheSameLabels() {
        List<Runnable> all = new ArrayList<>();
        for (LoopListener.Result result : LoopListener.Result.values()) {
            all.add(() -> telemetry.loops().looked(new LoopListener.Look("r", "Pod", result, Duration.ofMillis(3))));
        }
        for (GateVerdict verdict : GateVerdict.values()) {
            all.add(() -> telemetry.flow().released(verdict, Duration.ofSeconds(1)));
        }
        telemetry.registry().throwExceptionOnRegistrationFailure();

        all.forEach(Runnable::run);

        assertThat(read().values("dromon_reconcile_duration_seconds_count", "result")).hasSize(LoopListener.Result.values().length);
        assertThat(read().labels("dromon_reconcile_duration_seconds")).containsExactly("kind", "result", "route");
    }
}
