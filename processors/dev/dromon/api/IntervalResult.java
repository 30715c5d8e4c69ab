package dev.dromon.api;

import com.fasterxml.jackson.annotation.JsonInclude;

/** One stored result of a query. */
public class IntervalResult extends ApiObject {

    /** The value; empty when the query failed, always written. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public String value = "";

    /** The range that was asked for. */
    public RangeSpec range;

    /** When it was asked. */
    public String lastUpdated;

    /** Why there is no value. */
    public String errMsg;
}
