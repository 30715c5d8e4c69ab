package dev.dromon.api;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Which definition to evaluate, and for whom. */
public class KeptnEvaluationSpec extends ApiObject {

    /** Name of the workload; absent for an evaluation of the app. */
    public String workload;

    /** Version of the workload; empty for an evaluation of the app, always written. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public String workloadVersion = "";

    /** Name of the app. */
    public String appName;

    /** Version of the app. */
    public String appVersion;

    /** Name of the KeptnEvaluationDefinition. */
    public String evaluationDefinition;

    /** pre-eval or post-eval. */
    public String checkType;

    /** What its failure counts for the version it belongs to: block, warn or observe; absent means block. Not in Keptn. */
    public String severity;

    /** How often to look again before it counts as failed. */
    public Integer retries;

    /** Time between two looks, a Go duration. */
    public String retryInterval;
}
