package dev.dromon.api;

/** What to ask, and whom. */
public class AnalysisValueTemplateSpec extends ApiObject {

    /** The KeptnMetricsProvider; without a namespace in that of the template, else in that of the definition. */
    public AnalysisReference provider;

    /** The query, with placeholders such as {{.name}}. */
    public String query;

    /** Where the value is in the answer, a JSONPath; for providers of type http and elastic. Not in Keptn. */
    public String jsonPath;
}
