package dev.dromon.api;

import com.fasterxml.jackson.annotation.JsonInclude;

/** The last look at one metric. */
public class EvaluationStatusItem extends ApiObject {

    /** Target that it was compared with, as written in the definition. Not in Keptn. */
    public String target;

    /** Value that was compared; empty when there was none, always written. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public String value = "";

    /** Namespace and name of the KeptnMetric that the value is of, with a slash between; absent when there was none. Not in Keptn. */
    public String source;

    /** When the value was found; absent when the KeptnMetric does not say. Not in Keptn. */
    public String time;

    /** Pending, Progressing, Succeeded, Failed, Warning, Deprecated or Unknown; absent means Pending. */
    public String status;

    /** Why it is in this state, for people. */
    public String message;
}
