package dev.dromon.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far an evaluation is. */
public class KeptnEvaluationStatus extends ApiObject {

    /** Number of looks that were taken; 0 before the first. */
    public Integer retryCount = 0;

    /** Metric name to the last look at it; always written. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public Map<String, EvaluationStatusItem> evaluationStatus = new LinkedHashMap<>();

    /** Pending, Progressing, Succeeded, Failed, Warning, Deprecated or Unknown. */
    public String overallStatus = "Pending";

    /** When it started. */
    public String startTime;

    /** When it ended. */
    public String endTime;

    /** When the metrics were last looked at. Not in Keptn. */
    public String lastAttemptTime;

    /** How each objective stands, in the order of the definition. Not in Keptn. */
    public List<ObjectiveStatus> objectives = new ArrayList<>();

    /** The newest attempts, oldest first, at most 10. Not in Keptn. */
    public List<EvaluationAttempt> attempts = new ArrayList<>();
}
