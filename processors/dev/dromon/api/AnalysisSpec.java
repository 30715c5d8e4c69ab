package dev.dromon.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** What to analyse, and over which time. */
public class AnalysisSpec extends ApiObject {

    /** The time range that values are asked for. */
    public AnalysisTimeframe timeframe;

    /** Name to value: what the placeholders of query templates become. */
    public Map<String, String> args = new LinkedHashMap<>();

    /** The AnalysisDefinition; without a namespace in this one, else in Dromon's own. */
    public AnalysisReference analysisDefinition;
}
