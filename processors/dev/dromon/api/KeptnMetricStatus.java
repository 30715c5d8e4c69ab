package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;

/** The last answers. */
public class KeptnMetricStatus extends ApiObject {

    /** The last value; it stays when a later query fails. */
    public String value;

    /** The samples that the value was made from, JSON, base64. */
    public String rawValue;

    /** When the provider was asked for the value. */
    public String lastUpdated;

    /** Why the last query failed; absent when it did not. */
    public String errMsg;

    /** Stored results, oldest first. */
    public List<IntervalResult> intervalResults = new ArrayList<>();

    /** metadata.generation of the spec that was asked for. Not in Keptn. */
    public Long observedGeneration;

    /** Ready: whether the last query was answered; Stale, only while it is so: the value is too old to count. Not in Keptn. */
    public List<Condition> conditions = new ArrayList<>();
}
