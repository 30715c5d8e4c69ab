package dev.dromon.api;

/** What to ask, whom, and how often. */
public class KeptnMetricSpec extends ApiObject {

    /** Whom to ask. */
    public ProviderReference provider;

    /** The question, in the language of the provider. */
    public String query;

    /** Where the value is in the answer, a JSONPath; for providers of type http and elastic. Not in Keptn. */
    public String jsonPath;

    /** Seconds between two questions. */
    public Integer fetchIntervalSeconds;

    /** Time range; absent means the current value. */
    public RangeSpec range;
}
