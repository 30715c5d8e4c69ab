package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What app versions and workload versions record in common. */
public abstract class VersionStatus extends ApiObject {

    /**
     * State of the pre-deployment tasks: Pending, Progressing, Succeeded, Failed, Warning, Deprecated or Unknown;
     * absent means Pending.
     */
    public String preDeploymentStatus;

    /** State of the pre-deployment evaluations, same values. */
    public String preDeploymentEvaluationStatus;

    /** State of the post-deployment tasks, same values. */
    public String postDeploymentStatus;

    /** State of the post-deployment evaluations, same values. */
    public String postDeploymentEvaluationStatus;

    /** State of the whole run, same values. */
    public String status;

    /** One entry per pre-deployment task. */
    public List<ItemStatus> preDeploymentTaskStatus = new ArrayList<>();

    /** One entry per pre-deployment evaluation. */
    public List<ItemStatus> preDeploymentEvaluationTaskStatus = new ArrayList<>();

    /** One entry per post-deployment task. */
    public List<ItemStatus> postDeploymentTaskStatus = new ArrayList<>();

    /** One entry per post-deployment evaluation. */
    public List<ItemStatus> postDeploymentEvaluationTaskStatus = new ArrayList<>();

    /** Phase that runs or was the last to run, or Completed. */
    public String currentPhase;

    /** Short name of a phase to its W3C trace context (key to value). */
    public Map<String, Map<String, String>> phaseTraceIDs = new LinkedHashMap<>();

    /** When the run started. */
    public String startTime;

    /** When it ended, whatever the outcome. */
    public String endTime;

    /** metadata.generation this status was computed from; -1 before the first. Not in Keptn. */
    public Long observedGeneration;

    /** Kubernetes conditions, one per type; a blocker is named here. Not in Keptn. */
    public List<Condition> conditions = new ArrayList<>();

    /** Changes of state, oldest first: the outbox of events. Not in Keptn. */
    public List<Transition> transitions = new ArrayList<>();

    /** Other versions of the app that the transitions rest on. Not in Keptn. */
    public List<BasisVersion> basis = new ArrayList<>();

    /** Name of an event sink to the number of transitions it has accepted. Not in Keptn. */
    public Map<String, Integer> delivered = new LinkedHashMap<>();
}
