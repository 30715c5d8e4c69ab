package dev.dromon.kube;

import dev.dromon.api.ItemStatus;
import dev.dromon.api.KeptnAppVersionStatus;
import dev.dromon.api.KeptnWorkloadVersionStatus;
import dev.dromon.api.VersionStatus;
import dev.dromon.model.Level;
import dev.dromon.model.Phase;
import java.util.List;
import java.util.Optional;

/** Where Keptn's status keeps the state and the checks of each phase. */
record PhaseFields(String state, List<ItemStatus> items) {

    /** The fields of a phase; empty when the phase is not one of this status' level. */
    static Optional<PhaseFields> of(VersionStatus status, Phase phase) {
        if (!belongs(status, phase)) {
            return Optional.empty();
        }
        return Optional.of(switch (phase) {
            case APP_PRE_DEPLOY_TASKS, WORKLOAD_PRE_DEPLOY_TASKS -> new PhaseFields(status.preDeploymentStatus, status.preDeploymentTaskStatus);
            case APP_PRE_DEPLOY_EVALUATIONS, WORKLOAD_PRE_DEPLOY_EVALUATIONS ->
                new PhaseFields(status.preDeploymentEvaluationStatus, status.preDeploymentEvaluationTaskStatus);
            case APP_POST_DEPLOY_TASKS, WORKLOAD_POST_DEPLOY_TASKS -> new PhaseFields(status.postDeploymentStatus, status.postDeploymentTaskStatus);
            case APP_POST_DEPLOY_EVALUATIONS, WORKLOAD_POST_DEPLOY_EVALUATIONS ->
                new PhaseFields(status.postDeploymentEvaluationStatus, status.postDeploymentEvaluationTaskStatus);
            case APP_DEPLOY -> new PhaseFields(((KeptnAppVersionStatus) status).workloadOverallStatus, List.of());
            case WORKLOAD_DEPLOY -> new PhaseFields(((KeptnWorkloadVersionStatus) status).deploymentStatus, List.of());
            case PROMOTION_TASKS -> new PhaseFields(((KeptnAppVersionStatus) status).promotionStatus, ((KeptnAppVersionStatus) status).promotionTaskStatus);
        });
    }

    /** Sets the fields of a phase; nothing when the phase is not one of this status' level. */
    static void write(VersionStatus status, Phase phase, String state, List<ItemStatus> items) {
        if (!belongs(status, phase)) {
            return;
        }
        switch (phase) {
            case APP_PRE_DEPLOY_TASKS, WORKLOAD_PRE_DEPLOY_TASKS -> {
                status.preDeploymentStatus = state;
                status.preDeploymentTaskStatus = items;
            }
            case APP_PRE_DEPLOY_EVALUATIONS, WORKLOAD_PRE_DEPLOY_EVALUATIONS -> {
                status.preDeploymentEvaluationStatus = state;
                status.preDeploymentEvaluationTaskStatus = items;
            }
            case APP_POST_DEPLOY_TASKS, WORKLOAD_POST_DEPLOY_TASKS -> {
                status.postDeploymentStatus = state;
                status.postDeploymentTaskStatus = items;
            }
            case APP_POST_DEPLOY_EVALUATIONS, WORKLOAD_POST_DEPLOY_EVALUATIONS -> {
                status.postDeploymentEvaluationStatus = state;
                status.postDeploymentEvaluationTaskStatus = items;
            }
            case APP_DEPLOY -> ((KeptnAppVersionStatus) status).workloadOverallStatus = state;
            case WORKLOAD_DEPLOY -> ((KeptnWorkloadVersionStatus) status).deploymentStatus = state;
            case PROMOTION_TASKS -> {
                ((KeptnAppVersionStatus) status).promotionStatus = state;
                ((KeptnAppVersionStatus) status).promotionTaskStatus = items;
            }
        }
    }

    private static boolean belongs(VersionStatus status, Phase phase) {
        return (phase.level() == Level.APP) == (status instanceof KeptnAppVersionStatus);
    }
}
