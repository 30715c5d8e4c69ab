package dev.dromon.api;

/** How deliveries are repeated. */
public class EventSinkRetry extends ApiObject {

    /** Time to the first repetition, doubled with each, a Go duration; absent means 500ms. */
    public String minBackoff;

    /** Longest time between two repetitions, a Go duration; absent means 1m. */
    public String maxBackoff;

    /** Attempts after which an event that the receiver refuses is given up; absent means 5. */
    public Integer deadLetterAfter;
}
