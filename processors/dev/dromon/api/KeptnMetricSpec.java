package dev.dromon.api;

/** What to ask, whom, and how often. */
public class KeptnMetricSpec extends ApiObject {

    /** Whom to ask. */
    public ProviderReference provider;

    /** The question, in the language of the provider. */
    public String query;

    /** Seconds between two questions. */
    public Integer fetchIntervalSeconds;

    /** Time range; absent means the current value. */
    public RangeSpec range;
}
