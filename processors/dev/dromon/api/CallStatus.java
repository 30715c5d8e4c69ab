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

    /** The request, as the definition had it when the call was recorded; absent when none is sent. */
    public HttpTaskSpec http;

    /** The route that is called, likewise; absent when none is. */
    public CamelTaskSpec camel;
}
