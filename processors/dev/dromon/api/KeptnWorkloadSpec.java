package dev.dromon.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Version, checks and pods of a workload. */
public class KeptnWorkloadSpec extends ApiObject {

    /** Name of the app it belongs to. */
    public String app;

    /** Version of the workload. */
    public String version;

    /** Names of the task definitions to run before the deployment. */
    public List<String> preDeploymentTasks = new ArrayList<>();

    /** Names of the task definitions to run after the deployment. */
    public List<String> postDeploymentTasks = new ArrayList<>();

    /** Names of the evaluation definitions that must hold before the deployment. */
    public List<String> preDeploymentEvaluations = new ArrayList<>();

    /** Names of the evaluation definitions that must hold after the deployment. */
    public List<String> postDeploymentEvaluations = new ArrayList<>();

    /** The object that owns the pods. */
    public ResourceReference resourceReference;

    /** Free keys and values, from the annotation keptn.sh/metadata. */
    public Map<String, String> metadata = new LinkedHashMap<>();
}
