package dev.dromon.api;

/** A request to a receiver outside, whose answer ends the task: no pod runs. Not in Keptn. */
public class CallbackSpec extends ApiObject {

    /** How long the task waits for its answer, a Go duration; absent means 24h. */
    public String timeout;

    /** http or https address that the request is posted to; either this or sink. */
    public String url;

    /** Name of the EventSink that takes the request; either this or url. */
    public String sink;

    /** Parameters that the receiver is told; those of the task win. */
    public TaskParameters parameters;
}
