package dev.dromon.api;

/** Exactly one comparison. */
public class AnalysisCriterion extends ApiObject {

    /** The value is at most this. */
    public AnalysisFixedValue lessThanOrEqual;

    /** The value is below this. */
    public AnalysisFixedValue lessThan;

    /** The value is above this. */
    public AnalysisFixedValue greaterThan;

    /** The value is at least this. */
    public AnalysisFixedValue greaterThanOrEqual;

    /** The value is this. */
    public AnalysisFixedValue equalTo;

    /** The value is between these, or one of them. */
    public AnalysisRange inRange;

    /** The value is outside of these. */
    public AnalysisRange notInRange;
}
