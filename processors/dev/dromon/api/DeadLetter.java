package dev.dromon.api;

/** An event that a receiver refused for good. */
public class DeadLetter extends ApiObject {

    /** Id of the CloudEvent. */
    public String id;

    /** Type of the CloudEvent. */
    public String type;

    /** namespace/name of the version that it is about, after its kind. */
    public String object;

    /** What the receiver answered to the last attempt. */
    public String answer;

    /** When it was given up. */
    public String time;
}
