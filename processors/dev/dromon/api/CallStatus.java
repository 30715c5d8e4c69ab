package dev.dromon.api;

/** How far the call of a task is. Not in Keptn. */
public class CallStatus extends ApiObject {

    /** Which attempt is under way, or was the last, from 1. */
    public Integer attempt;

    /** What tells whoever is called that it is the same call again. */
    public String idempotencyKey;

    /** When the task fails without a verdict. */
    public String deadline;

    /** When the attempt may begin; absent for at once. */
    public String due;

    /** What is called, as the definition said when the call was recorded. */
    public HttpTaskSpec http;
}
