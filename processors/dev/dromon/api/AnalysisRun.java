package dev.dromon.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** An AnalysisDefinition that is run for each attempt of an evaluation. Not in Keptn. */
public class AnalysisRun extends ApiObject {

    /** Name of the AnalysisDefinition. */
    public String name;

    /** Its namespace; absent means that of the evaluation, then Dromon's own. */
    public String namespace;

    /** Length of the time range up to the attempt, a Go duration. */
    public String recent;

    /** Name to value of the placeholders of query templates; they win over those of the context. */
    public Map<String, String> args = new LinkedHashMap<>();
}
