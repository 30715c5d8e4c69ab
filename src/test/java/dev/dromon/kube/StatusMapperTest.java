package dev.dromon.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnAppVersionStatus;
import dev.dromon.api.KeptnWorkloadVersionStatus;
import dev.dromon.model.Blocker;
import dev.dromon.model.ItemStatus;
import dev.dromon.model.MemberStatus;
import dev.dromon.model.Phase;
import dev.dromon.model.PhaseStatus;
import dev.dromon.model.RunStatus;
import dev.dromon.model.Severity;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusMapperTest {

    private static final Instant T = Instant.parse("2026-01-02T03:04:05.000006Z");

    private final KubernetesSerialization serialization = new KubernetesSerialization();

    @Test
    void nothingReadsAsNotBegun() {
        assertThat(StatusMapper.read((KeptnAppVersionStatus) null)).isEqualTo(RunStatus.NEW);
        assertThat(StatusMapper.read(new KeptnAppVersionStatus())).isEqualTo(RunStatus.NEW);
        assertThat(StatusMapper.read(new KeptnWorkloadVersionStatus())).isEqualTo(RunStatus.NEW);
    }

    @Test
    void anAppRunComesBackEqualThroughItsJson() {
        RunStatus run = new RunStatus(Map.of(Phase.APP_PRE_DEPLOY_TASKS, new PhaseStatus(State.WARNING, List.of(item("a", State.FAILED), item("b", State.SUCCEEDED))),
                Phase.APP_DEPLOY, new PhaseStatus(State.PROGRESSING, List.of()), Phase.PROMOTION_TASKS, new PhaseStatus(State.PENDING, List.of(ItemStatus.pending("p", Severity.OBSERVE)))),
                Optional.of(Phase.APP_DEPLOY), State.PROGRESSING, false, Optional.of(T), Optional.empty(), Optional.empty(), List.of(new MemberStatus("web", "1.0", State.PROGRESSING)),
                Optional.of(Blocker.stuck("WorkloadVersionNotFound", "apply it")), 7, List.of(new Transition(T, TransitionType.PHASE_STARTED, Optional.of(Phase.APP_DEPLOY), "",
                        Optional.empty(), Optional.empty(), ""), new Transition(T.plusNanos(1000), TransitionType.RECONCILE_WORKLOAD, Optional.of(Phase.APP_DEPLOY), "web",
                                Optional.of(State.PENDING), Optional.of(State.PROGRESSING), "on its way")));
        KeptnAppVersionStatus status = new KeptnAppVersionStatus();

        StatusMapper.write(run, status);
        status.conditions = ConditionMapper.conditions(run, status.conditions, T);

        KeptnAppVersionStatus back = serialization.unmarshal(serialization.asJson(status), KeptnAppVersionStatus.class);
        assertThat(StatusMapper.read(back)).isEqualTo(run);
    }

    @Test
    void aCompletedWorkloadRunComesBackEqualThroughItsJson() {
        RunStatus run = new RunStatus(Map.of(Phase.WORKLOAD_PRE_DEPLOY_EVALUATIONS, new PhaseStatus(State.SUCCEEDED, List.of(item("e", State.SUCCEEDED))),
                Phase.WORKLOAD_POST_DEPLOY_EVALUATIONS, new PhaseStatus(State.SUCCEEDED, List.of())), Optional.of(Phase.WORKLOAD_POST_DEPLOY_EVALUATIONS), State.SUCCEEDED, true,
                Optional.of(T), Optional.of(T.plusSeconds(9)), Optional.of(T.plusSeconds(3)), List.of(), Optional.empty(), 1,
                List.of(new Transition(T, TransitionType.PHASE_STARTED, Optional.of(Phase.WORKLOAD_POST_DEPLOY_EVALUATIONS), "", Optional.empty(), Optional.empty(), "")));
        KeptnWorkloadVersionStatus status = new KeptnWorkloadVersionStatus();

        StatusMapper.write(run, status);
        status.conditions = ConditionMapper.conditions(run, status.conditions, T);

        assertThat(status.currentPhase).isEqualTo("Completed");
        assertThat(StatusMapper.read(serialization.unmarshal(serialization.asJson(status), KeptnWorkloadVersionStatus.class))).isEqualTo(run);
    }

    @Test
    void aWaitIsShownAsProgressAndABlockerAsBlocked() {
        List<Condition> waiting = ConditionMapper.conditions(blocked(Blocker.waiting("WaitingForApp", "waits")), List.of(), T);
        List<Condition> stuck = ConditionMapper.conditions(blocked(Blocker.stuck("DefinitionNotFound", "create it")), waiting, T.plusSeconds(60));

        assertThat(waiting).extracting(c -> c.getType() + "=" + c.getStatus() + " " + c.getReason()).containsExactly("Ready=False WaitingForApp", "Progressing=True WaitingForApp",
                "Blocked=False NotBlocked", "Reconciling=True WaitingForApp");
        assertThat(stuck).extracting(c -> c.getType() + "=" + c.getStatus() + " " + c.getReason()).containsExactly("Ready=False DefinitionNotFound", "Progressing=False Running",
                "Blocked=True DefinitionNotFound", "Stalled=True DefinitionNotFound");
        assertThat(stuck.get(0).getLastTransitionTime()).as("unchanged since").isEqualTo(Times.micros(T));
        assertThat(stuck.get(2).getLastTransitionTime()).as("changed now").isEqualTo(Times.micros(T.plusSeconds(60)));
        assertThat(ConditionMapper.blocker(waiting)).contains(Blocker.waiting("WaitingForApp", "waits"));
        assertThat(ConditionMapper.blocker(stuck)).contains(Blocker.stuck("DefinitionNotFound", "create it"));
    }

    @Test
    void aSummaryChangesWhenARunBeginsOrEndsOrIsBlockedAndAtNoOtherStep() {
        List<Condition> begun = summary(RunStatus.NEW, List.of());
        List<Condition> blocked = summary(blocked(Blocker.stuck("DefinitionNotFound", "create it")), begun);

        assertThat(summary(blocked(Blocker.waiting("WaitingForApp", "waits")), begun)).isEqualTo(begun);
        assertThat(summary(running(Phase.APP_PRE_DEPLOY_TASKS), begun)).isEqualTo(begun);
        assertThat(summary(running(Phase.APP_DEPLOY), begun)).isEqualTo(begun);
        assertThat(blocked).extracting(c -> c.getType() + "=" + c.getStatus()).containsExactly("Ready=False", "Progressing=False", "Blocked=True", "Stalled=True");
        assertThat(summary(running(Phase.APP_DEPLOY), blocked)).extracting(c -> c.getType() + "=" + c.getStatus()).containsExactly("Ready=False", "Progressing=True", "Blocked=False",
                "Reconciling=True");
        assertThat(begun).allSatisfy(c -> assertThat(c.getObservedGeneration()).isEqualTo(4));
    }

    private static List<Condition> summary(RunStatus run, List<Condition> before) {
        return ConditionMapper.summary(run, "KeptnAppVersion web-1", 4, before, T);
    }

    private static RunStatus running(Phase phase) {
        return new RunStatus(Map.of(phase, PhaseStatus.PENDING.with(State.PROGRESSING)), Optional.of(phase), State.PROGRESSING, false, Optional.of(T), Optional.empty(), Optional.empty(),
                List.of(), Optional.empty(), 1, List.of());
    }

    @Test
    void whatTheApiServerGivesAnObjectThatNobodyHasLookedAtReadsAsNotBegun() {
        KeptnAppVersionStatus status = new KeptnAppVersionStatus();
        status.observedGeneration = -1L;

        assertThat(StatusMapper.read(status)).isEqualTo(RunStatus.NEW);
    }

    @Test
    void whatKeptnEndedWithoutAnEndHasEnded() {
        KeptnAppVersionStatus status = new KeptnAppVersionStatus();
        status.status = "Deprecated";
        status.startTime = "2024-01-02T03:04:05Z";

        assertThat(StatusMapper.read(status).ended()).isTrue();
        status.startTime = null;
        assertThat(StatusMapper.read(status).ended()).isTrue();
        status.status = "Progressing";
        assertThat(StatusMapper.read(status).ended()).isFalse();
    }

    @Test
    void whatAnotherReleaseWroteIsSkippedNotFatal() {
        KeptnAppVersionStatus status = new KeptnAppVersionStatus();
        dev.dromon.api.Transition strange = new dev.dromon.api.Transition();
        strange.time = "yesterday";
        strange.type = "Teleported";
        status.transitions = List.of(strange);
        status.preDeploymentStatus = "Dancing";
        status.currentPhase = "AppTeleport";

        assertThat(StatusMapper.read(status)).isEqualTo(RunStatus.NEW);
    }

    private static RunStatus blocked(Blocker blocker) {
        return new RunStatus(Map.of(), Optional.empty(), State.PENDING, false, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.of(blocker), 0, List.of());
    }

    private static ItemStatus item(String definition, State state) {
        return new ItemStatus(definition, state, "pre-" + definition, Optional.of(T), Optional.of(T.plusSeconds(1)), state == State.FAILED ? "exit 1" : "", state == State.FAILED ? 2 : 1,
                state == State.FAILED ? Severity.WARN : Severity.BLOCK);
    }
}
