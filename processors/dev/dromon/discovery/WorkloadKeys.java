package dev.dromon.discovery;

import java.util.List;
import java.util.Map;

/**
 * What annotations and labels say of a workload.
 *
 * @param workload      workload name as written
 * @param app           app name in object spelling
 * @param singleService true when no app was named, so that the workload is its own app
 * @param version       version in lower case, as written or inferred
 * @param metadata      extra key/values for tasks and traces
 */
public record WorkloadKeys(String workload, String app, boolean singleService, String version, List<String> preDeploymentTasks, List<String> postDeploymentTasks,
        List<String> preDeploymentEvaluations, List<String> postDeploymentEvaluations, Map<String, String> metadata) {

    public WorkloadKeys {
        preDeploymentTasks = List.copyOf(preDeploymentTasks);
        postDeploymentTasks = List.copyOf(postDeploymentTasks);
        preDeploymentEvaluations = List.copyOf(preDeploymentEvaluations);
        postDeploymentEvaluations = List.copyOf(postDeploymentEvaluations);
        metadata = Map.copyOf(metadata);
    }
}
