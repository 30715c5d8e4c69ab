package dev.dromon.kube;

import static dev.dromon.model.Phase.WORKLOAD_PRE_DEPLOY_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.model.Intervention;
import dev.dromon.model.State;
import dev.dromon.scenario.Scenario;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What conditions say of runs that people changed the course of; every other state: HealthTest. */
class ConditionMapperTest {

    private static Scenario failed() {
        Scenario run = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "smoke").upTo(WORKLOAD_PRE_DEPLOY_TASKS);
        run.see(WORKLOAD_PRE_DEPLOY_TASKS, 0, State.FAILED, "exit code 1").reconcile();
        return run;
    }

    private static Condition ready(Scenario run) {
        return ConditionMapper.conditions(run.status(), List.of(), run.now()).stream().filter(c -> c.getType().equals("Ready")).findFirst().orElseThrow();
    }

    @Test
    void aRunThatWasRetriedSaysNothingOfItsEarlierFailure() {
        Scenario run = failed();
        assertThat(ready(run).getMessage()).contains("exit code 1");

        run.ask(Intervention.Verb.RETRY, "smoke").reconcile();
        assertThat(ready(run).getMessage()).isEqualTo("phase: WorkloadPreDeployTasks");

        run.reconcile();
        run.see(WORKLOAD_PRE_DEPLOY_TASKS, 0, State.SUCCEEDED).deployed().reconcile();
        assertThat(ready(run).getStatus()).isEqualTo("True");
        assertThat(ready(run).getMessage()).isEqualTo("phase: Completed");
    }

    @Test
    void aRunThatWasAbortedSaysByWhomAndWhy() {
        Scenario run = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "smoke").upTo(WORKLOAD_PRE_DEPLOY_TASKS);

        run.ask(Intervention.Verb.ABORT, "wrong image").reconcile();

        assertThat(ready(run).getStatus()).isEqualTo("False");
        assertThat(ready(run).getMessage()).isEqualTo("aborted by alice: wrong image");
    }
}
