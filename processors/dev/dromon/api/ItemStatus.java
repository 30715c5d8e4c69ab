package dev.dromon.api;

/** State of one task or evaluation of a phase. */
public class ItemStatus extends ApiObject {

    /** Name of the definition. */
    public String definitionName;

    /** Pending, Progressing, Succeeded, Failed, Warning, Deprecated or Unknown; absent means Pending. */
    public String status;

    /** Name of the KeptnTask or KeptnEvaluation; absent while it does not exist. */
    public String name;

    /** When it started. */
    public String startTime;

    /** When it ended. */
    public String endTime;

    /** Why it is in this state, for people. Not in Keptn. */
    public String message;

    /** Which attempt it is, after retries; absent means 1. Not in Keptn. */
    public Integer attempt;

    /** What its failure counts: block, warn or observe; absent means block. Settled when its task or evaluation is created. Not in Keptn. */
    public String severity;
}
