package dev.dromon.api;

import com.fasterxml.jackson.annotation.JsonInclude;

/** What came of the query of one template. */
public class AnalysisStoredValue extends ApiObject {

    /** The template. */
    public AnalysisReference objectiveReference;

    /** The query as it was asked. */
    public String query;

    /** The answer; empty when there was none, always written. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public String value = "";

    /** Why there is no value. */
    public String errMsg;
}
