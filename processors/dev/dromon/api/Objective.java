package dev.dromon.api;

/** A metric and the value it must have, or an analysis that must pass. */
public class Objective extends ApiObject {

    /** The metric. */
    public KeptnMetricReference keptnMetricRef;

    /** The analysis; in place of a metric and its target. Not in Keptn. */
    public AnalysisRun analysisRef;

    /** Comparison and number, for instance &gt;4 or &lt;= 500m. */
    public String evaluationTarget;
}
