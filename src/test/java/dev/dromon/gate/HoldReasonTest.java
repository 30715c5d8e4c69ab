package dev.dromon.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.model.Blocker;
import dev.dromon.model.Intervention;
import dev.dromon.model.Phase;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import dev.dromon.scenario.Scenario;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoldReasonTest {

    private static final Blocker STUCK = Blocker.stuck("AppVersionNotFound", "no app version lists it");

    @ParameterizedTest
    @CsvSource({"WORKLOAD_PRE_DEPLOY_TASKS, WorkloadPreDeployTaskFailed, WorkloadPreDeployTasks", "WORKLOAD_PRE_DEPLOY_EVALUATIONS, WorkloadPreDeployEvaluationFailed, WorkloadPreDeployEvaluations"})
    void aFailedCheckIsNamed(Phase phase, String reason, String wire) {
        Scenario run = Scenario.workload().list(phase, "bad").upTo(phase);
        run.see(phase, 0, State.FAILED, "exit code 1").reconcile();

        assertThat(HoldReason.of(run.status())).contains(
                Blocker.stuck(reason, wire + " has failed: bad: exit code 1. The pods stay pending; correct the cause, then retry or apply a new version"));
    }

    @Test
    void aCauseThatSomebodyHasToRemoveIsNamed() {
        assertThat(HoldReason.of(Scenario.workload().hold(STUCK).later(Duration.ofSeconds(3)).reconcile().status())).contains(STUCK);
    }

    @Test
    void whatEndsByItselfIsNotSpokenOf() {
        Scenario waiting = Scenario.workload().hold(Blocker.waiting("WaitingForApp", "waits")).later(Duration.ofSeconds(3));

        assertThat(HoldReason.of(waiting.reconcile().status())).isEmpty();
        assertThat(HoldReason.of(Scenario.workload().list(Phase.WORKLOAD_PRE_DEPLOY_TASKS, "smoke").reconcile().status())).isEmpty();
        assertThat(HoldReason.of(RunStatus.NEW)).isEmpty();
    }

    @Test
    void aVersionThatWasSupersededHoldsItsPodsWithoutAWord() {
        Scenario run = Scenario.workload().list(Phase.WORKLOAD_PRE_DEPLOY_TASKS, "smoke");
        run.reconcile();

        assertThat(HoldReason.of(run.supersededBy("newer").reconcile().status())).isEmpty();
    }

    @Test
    void podsThatMayRunAreNotHeldWhateverFailsLater() {
        Scenario run = Scenario.workload();
        run.reconcile();

        assertThat(HoldReason.of(run.deploy(State.FAILED, "too late").reconcile().status())).isEmpty();
    }

    @Test
    void anAbortedVersionSaysWhoAbortedItAndWhy() {
        Scenario run = Scenario.workload().list(Phase.WORKLOAD_PRE_DEPLOY_TASKS, "smoke").upTo(Phase.WORKLOAD_PRE_DEPLOY_TASKS);
        run.ask(Intervention.Verb.ABORT, "wrong image").reconcile();

        assertThat(HoldReason.of(run.status())).hasValueSatisfying(b -> assertThat(b.reason()).isEqualTo("Aborted"))
                .hasValueSatisfying(b -> assertThat(b.message()).contains("wrong image", "apply a new version"));
    }
}
