package dev.dromon.gather;

import dev.dromon.api.KeptnAppVersionSpec;
import dev.dromon.api.KeptnWorkloadVersionSpec;
import dev.dromon.model.CheckReference;
import dev.dromon.model.Phase;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which checks each phase of a version lists. Never throws. */
final class Checks {

    private Checks() {
    }

    /** References to checks per phase of an app version, in the order of its spec. */
    static Map<Phase, List<String>> lists(KeptnAppVersionSpec spec) {
        Map<Phase, List<String>> lists = new EnumMap<>(Phase.class);
        lists.put(Phase.APP_PRE_DEPLOY_TASKS, spec.preDeploymentTasks);
        lists.put(Phase.APP_PRE_DEPLOY_EVALUATIONS, spec.preDeploymentEvaluations);
        lists.put(Phase.APP_POST_DEPLOY_TASKS, spec.postDeploymentTasks);
        lists.put(Phase.APP_POST_DEPLOY_EVALUATIONS, spec.postDeploymentEvaluations);
        lists.put(Phase.PROMOTION_TASKS, spec.promotionTasks);
        return lists;
    }

    /** Names of all definitions that are listed, each once. */
    static List<String> definitions(Map<Phase, List<String>> lists) {
        return lists.values().stream().flatMap(List::stream).map(item -> CheckReference.parse(item).definition()).distinct().toList();
    }

    /** References to checks per phase of a workload version, in the order of its spec. */
    static Map<Phase, List<String>> lists(KeptnWorkloadVersionSpec spec) {
        Map<Phase, List<String>> lists = new EnumMap<>(Phase.class);
        lists.put(Phase.WORKLOAD_PRE_DEPLOY_TASKS, spec.preDeploymentTasks);
        lists.put(Phase.WORKLOAD_PRE_DEPLOY_EVALUATIONS, spec.preDeploymentEvaluations);
        lists.put(Phase.WORKLOAD_POST_DEPLOY_TASKS, spec.postDeploymentTasks);
        lists.put(Phase.WORKLOAD_POST_DEPLOY_EVALUATIONS, spec.postDeploymentEvaluations);
        return lists;
    }
}
