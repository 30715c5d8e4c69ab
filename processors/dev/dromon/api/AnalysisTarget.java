package dev.dromon.api;

/** When an objective is not met. */
public class AnalysisTarget extends ApiObject {

    /** It fails when this is so of its value. */
    public AnalysisCriterion failure;

    /** It warns when this is so of its value and it does not fail. */
    public AnalysisCriterion warning;
}
