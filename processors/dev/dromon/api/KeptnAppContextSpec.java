package dev.dromon.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks of an app, and metadata for its traces, tasks and workload versions. */
public class KeptnAppContextSpec extends ApiObject {

    /** Names of the task definitions to run before the deployment. */
    public List<String> preDeploymentTasks = new ArrayList<>();

    /** Names of the task definitions to run after the deployment. */
    public List<String> postDeploymentTasks = new ArrayList<>();

    /** Names of the evaluation definitions that must hold before the deployment. */
    public List<String> preDeploymentEvaluations = new ArrayList<>();

    /** Names of the evaluation definitions that must hold after the deployment. */
    public List<String> postDeploymentEvaluations = new ArrayList<>();

    /** Names of the task definitions to run last, when everything else went well. */
    public List<String> promotionTasks = new ArrayList<>();

    /** Free keys and values, handed on to traces, tasks and workload versions. */
    public Map<String, String> metadata = new LinkedHashMap<>();

    /** W3C traceparent values of traces to link to. */
    public List<String> spanLinks = new ArrayList<>();
}
