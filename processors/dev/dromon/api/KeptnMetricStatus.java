package dev.dromon.api;

import java.util.ArrayList;
import java.util.List;

/** The last answers. */
public class KeptnMetricStatus extends ApiObject {

    /** The last value; it stays when a later query fails. */
    public String value;

    /** Answer of the provider as it came, base64. */
    public String rawValue;

    /** When it was last asked. */
    public String lastUpdated;

    /** Why the last query failed; absent when it did not. */
    public String errMsg;

    /** Stored results, oldest first. */
    public List<IntervalResult> intervalResults = new ArrayList<>();
}
