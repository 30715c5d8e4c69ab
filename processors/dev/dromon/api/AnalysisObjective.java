package dev.dromon.api;

/** One value, what it must not be, and how much it counts. */
public class AnalysisObjective extends ApiObject {

    /** The AnalysisValueTemplate; without a namespace in that of the definition. */
    public AnalysisReference analysisValueTemplateRef;

    /** When it fails or warns; without both it only informs. */
    public AnalysisTarget target;

    /** Its share of the score. */
    public Integer weight;

    /** Whether the whole Analysis fails with it. */
    public Boolean keyObjective;
}
