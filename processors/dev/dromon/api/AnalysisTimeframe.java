package dev.dromon.api;

/** A time range: from and to, or the recent past. */
public class AnalysisTimeframe extends ApiObject {

    /** Its beginning, RFC 3339. */
    public String from;

    /** Its end, RFC 3339. */
    public String to;

    /** Its length up to the first look at the Analysis, a Go duration; instead of from and to. */
    public String recent;
}
