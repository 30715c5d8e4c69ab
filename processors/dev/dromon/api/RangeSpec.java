package dev.dromon.api;

/** The time range of a query, and how its values become one. */
public class RangeSpec extends ApiObject {

    /** Length of the range up to now, a Go duration. */
    public String interval;

    /** Distance of two values, a Go duration; needs aggregation. */
    public String step;

    /** p90, p95, p99, max, min, avg or median; needs step. */
    public String aggregation;

    /** How many results to keep in the status; 0 or absent means only the last. */
    public Integer storedResults;
}
