package dev.dromon.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhaseTest {

    @Test
    void phasesOfAnAppAreInTheOrderOfTheFlowPage() {
        assertThat(Phase.of(Level.APP, true)).extracting(Phase::wire).containsExactly("AppPreDeployTasks", "AppPreDeployEvaluations", "AppDeploy", "AppPostDeployTasks",
                "AppPostDeployEvaluations", "PromotionTasks");
    }

    @Test
    void phasesOfAWorkloadAreInTheOrderOfTheFlowPageWithOrWithoutPromotion() {
        assertThat(Phase.of(Level.WORKLOAD, true)).extracting(Phase::wire).containsExactly("WorkloadPreDeployTasks", "WorkloadPreDeployEvaluations", "WorkloadDeploy",
                "WorkloadPostDeployTasks", "WorkloadPostDeployEvaluations");
        assertThat(Phase.of(Level.WORKLOAD, false)).isEqualTo(Phase.of(Level.WORKLOAD, true));
    }

    @Test
    void promotionCanBeSwitchedOff() {
        assertThat(Phase.of(Level.APP, false)).doesNotContain(Phase.PROMOTION_TASKS).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({"APP_PRE_DEPLOY_TASKS, APP_PRE_DEPLOY_EVALUATIONS", "APP_PRE_DEPLOY_EVALUATIONS, APP_DEPLOY", "APP_DEPLOY, APP_POST_DEPLOY_TASKS",
            "APP_POST_DEPLOY_TASKS, APP_POST_DEPLOY_EVALUATIONS", "APP_POST_DEPLOY_EVALUATIONS, PROMOTION_TASKS", "PROMOTION_TASKS,",
            "WORKLOAD_PRE_DEPLOY_TASKS, WORKLOAD_PRE_DEPLOY_EVALUATIONS", "WORKLOAD_PRE_DEPLOY_EVALUATIONS, WORKLOAD_DEPLOY", "WORKLOAD_DEPLOY, WORKLOAD_POST_DEPLOY_TASKS",
            "WORKLOAD_POST_DEPLOY_TASKS, WORKLOAD_POST_DEPLOY_EVALUATIONS", "WORKLOAD_POST_DEPLOY_EVALUATIONS,"})
    void everyPhaseKnowsTheOneThatFollows(Phase phase, Phase next) {
        assertThat(phase.next().orElse(null)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({"APP_PRE_DEPLOY_TASKS, TASKS, pre", "APP_PRE_DEPLOY_EVALUATIONS, EVALUATIONS, pre-eval", "APP_DEPLOY, DEPLOY,", "APP_POST_DEPLOY_TASKS, TASKS, post",
            "APP_POST_DEPLOY_EVALUATIONS, EVALUATIONS, post-eval", "PROMOTION_TASKS, TASKS, promotion", "WORKLOAD_PRE_DEPLOY_TASKS, TASKS, pre",
            "WORKLOAD_PRE_DEPLOY_EVALUATIONS, EVALUATIONS, pre-eval", "WORKLOAD_DEPLOY, DEPLOY,", "WORKLOAD_POST_DEPLOY_TASKS, TASKS, post",
            "WORKLOAD_POST_DEPLOY_EVALUATIONS, EVALUATIONS, post-eval"})
    void everyPhaseKnowsWhatItConsistsOf(Phase phase, Phase.Kind kind, String checkType) {
        assertThat(phase.kind()).isEqualTo(kind);
        assertThat(phase.checkType().map(CheckType::wire).orElse(null)).isEqualTo(checkType);
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void everyPhaseIsReadByItsSpelling(Phase phase) {
        assertThat(Phase.named(phase.wire())).contains(phase);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Completed", "appDeploy"})
    void anyOtherWordIsNoPhase(String wire) {
        assertThat(Phase.named(wire)).isEmpty();
    }
}
