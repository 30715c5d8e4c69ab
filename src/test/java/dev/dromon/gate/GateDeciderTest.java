package dev.dromon.gate;

import static dev.dromon.gate.GateVerdict.HOLD;
import static dev.dromon.gate.GateVerdict.RELEASE_APPROVED;
import static dev.dromon.gate.GateVerdict.RELEASE_OUTSIDE;
import static dev.dromon.gate.GateVerdict.RELEASE_UNMANAGED;
import static dev.dromon.gate.GateVerdict.UNGATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.dromon.model.Blocker;
import dev.dromon.model.Phase;
import dev.dromon.model.PhaseStatus;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import dev.dromon.scenario.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class GateDeciderTest {

    private static final Optional<Boolean> YES = Optional.of(true);
    private static final Optional<Boolean> NO = Optional.of(false);
    private static final Optional<Boolean> UNREADABLE = Optional.empty();
    private static final Optional<RunStatus> NONE = Optional.empty();

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void decides(String sentence, GateObservation pod, GateVerdict verdict) {
        assertThat(GateDecider.decide(pod)).isEqualTo(verdict);
    }

    static Stream<Arguments> rows() {
        Optional<RunStatus> approved = Optional.of(Scenario.workload().reconcile().status());
        Optional<RunStatus> waiting = Optional.of(RunStatus.NEW);
        return Stream.of(
                arguments("a pod without our gate is not touched", new GateObservation(false, YES, false, YES, approved), UNGATED),
                arguments("not even when nothing could be read", new GateObservation(false, UNREADABLE, false, UNREADABLE, NONE), UNGATED),
                arguments("a pod of an approved version is released", new GateObservation(true, YES, false, YES, approved), RELEASE_APPROVED),
                arguments("a pod of a version that is not approved is held", new GateObservation(true, YES, false, YES, waiting), HOLD),
                arguments("a pod without a recorded version is held", new GateObservation(true, YES, false, YES, NONE), HOLD),
                arguments("a pod whose owner could not be read is held", new GateObservation(true, YES, false, UNREADABLE, NONE), HOLD),
                arguments("also when a version of that name is approved", new GateObservation(true, YES, false, UNREADABLE, approved), HOLD),
                arguments("a pod whose namespace could not be read is held", new GateObservation(true, UNREADABLE, false, YES, approved), HOLD),
                arguments("also when it names no workload", new GateObservation(true, UNREADABLE, false, NO, NONE), HOLD),
                arguments("a pod without a workload key was never ours", new GateObservation(true, YES, false, NO, NONE), RELEASE_UNMANAGED),
                arguments("a pod in a namespace that is not enabled is outside", new GateObservation(true, NO, false, YES, waiting), RELEASE_OUTSIDE),
                arguments("also when its owner could not be read", new GateObservation(true, NO, false, UNREADABLE, NONE), RELEASE_OUTSIDE),
                arguments("a pod with the mark of a removed gate is never held again", new GateObservation(true, YES, true, YES, waiting), RELEASE_OUTSIDE));
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void onlyARecordedSuccessOrWarningOfBothPreDeploymentPhasesIsAnApproval(State state) {
        boolean passes = state == State.SUCCEEDED || state == State.WARNING;

        assertThat(GateDecider.approved(recorded(state, State.SUCCEEDED, true))).isEqualTo(passes);
        assertThat(GateDecider.approved(recorded(State.SUCCEEDED, state, true))).isEqualTo(passes);
        assertThat(GateDecider.approved(recorded(state, State.SUCCEEDED, false))).isFalse();
        assertThat(GateDecider.approved(recorded(State.SUCCEEDED, state, false))).isFalse();
    }

    @Test
    void whatIsNotRecordedIsNoApproval() {
        Map<Phase, PhaseStatus> onlyTasks = Map.of(Phase.WORKLOAD_PRE_DEPLOY_TASKS, PhaseStatus.PENDING.with(State.SUCCEEDED));

        assertThat(GateDecider.approved(RunStatus.NEW)).isFalse();
        assertThat(GateDecider.approved(run(onlyTasks, true))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(value = Phase.class, names = {"WORKLOAD_DEPLOY", "WORKLOAD_POST_DEPLOY_TASKS", "WORKLOAD_POST_DEPLOY_EVALUATIONS"})
    void aLaterPhaseDoesNotOpenTheGateByItself(Phase phase) {
        assertThat(GateDecider.approved(run(Map.of(phase, PhaseStatus.PENDING.with(State.SUCCEEDED)), true))).isFalse();
    }

    @Test
    void anAppsRunOpensNoGate() {
        assertThat(GateDecider.approved(Scenario.app().deployed().reconcile().status())).isFalse();
    }

    @Test
    void aVersionWhoseAppIsNotThroughItsPreDeploymentChecksIsNotApproved() {
        Scenario held = Scenario.workload().hold(Blocker.waiting("WaitingForApp", "waits")).deployed().later(Duration.ofMinutes(1));

        assertThat(GateDecider.approved(held.reconcile().status())).isFalse();
    }

    @Test
    void aReleaseIsNotTakenBackByALaterFailureOrANewerVersion() {
        Scenario failed = Scenario.workload();
        failed.reconcile();
        assertThat(GateDecider.approved(failed.deploy(State.FAILED, "too late").reconcile().status())).isTrue();

        Scenario superseded = Scenario.workload();
        superseded.reconcile();
        assertThat(GateDecider.approved(superseded.supersededBy("newer").reconcile().status())).isTrue();
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void workloadsBeginOnlyWhenBothPreDeploymentPhasesOfTheirAppPassed(State state) {
        boolean passes = state == State.SUCCEEDED || state == State.WARNING;
        PhaseStatus passed = PhaseStatus.PENDING.with(State.SUCCEEDED);

        assertThat(GateDecider.appApproved(run(Map.of(Phase.APP_PRE_DEPLOY_TASKS, PhaseStatus.PENDING.with(state), Phase.APP_PRE_DEPLOY_EVALUATIONS, passed), false)))
                .isEqualTo(passes);
        assertThat(GateDecider.appApproved(run(Map.of(Phase.APP_PRE_DEPLOY_TASKS, passed, Phase.APP_PRE_DEPLOY_EVALUATIONS, PhaseStatus.PENDING.with(state)), false)))
                .isEqualTo(passes);
        assertThat(GateDecider.appApproved(run(Map.of(Phase.APP_PRE_DEPLOY_TASKS, passed), false))).isFalse();
        assertThat(GateDecider.appApproved(RunStatus.NEW)).isFalse();
    }

    private static RunStatus recorded(State tasks, State evaluations, boolean begun) {
        Map<Phase, PhaseStatus> phases = new EnumMap<>(Phase.class);
        phases.put(Phase.WORKLOAD_PRE_DEPLOY_TASKS, PhaseStatus.PENDING.with(tasks));
        phases.put(Phase.WORKLOAD_PRE_DEPLOY_EVALUATIONS, PhaseStatus.PENDING.with(evaluations));
        phases.put(Phase.WORKLOAD_DEPLOY, PhaseStatus.PENDING.with(State.PROGRESSING));
        return run(phases, begun);
    }

    private static RunStatus run(Map<Phase, PhaseStatus> phases, boolean begun) {
        return new RunStatus(phases, Optional.of(Phase.WORKLOAD_DEPLOY), State.PROGRESSING, false, Optional.of(Instant.EPOCH), Optional.empty(),
                begun ? Optional.of(Instant.EPOCH) : Optional.empty(), List.of(), Optional.empty(), 1, List.of());
    }
}
