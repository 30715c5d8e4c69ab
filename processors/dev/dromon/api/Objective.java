package dev.dromon.api;

/** A metric and the value it must have. */
public class Objective extends ApiObject {

    /** The metric. */
    public KeptnMetricReference keptnMetricRef;

    /** Comparison and number, for instance &gt;4 or &lt;= 500m. */
    public String evaluationTarget;
}
