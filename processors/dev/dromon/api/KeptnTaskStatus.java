package dev.dromon.api;

/** How far a task is. */
public class KeptnTaskStatus extends ApiObject {

    /** Name of the Job. */
    public String jobName;

    /** Why it is in this state, for people. */
    public String message;

    /** The same in one word, from the Job. */
    public String reason;

    /** Pending, Progressing, Succeeded, Failed, Warning, Deprecated or Unknown; absent means Pending. */
    public String status;

    /** When it started. */
    public String startTime;

    /** When it ended. */
    public String endTime;

    /** How often the Job was begun; absent before it has ended. Not in Keptn. */
    public Integer attempts;

    /** Pod of the last attempt; absent when it is not known. Not in Keptn. */
    public String podName;

    /** Exit code of the container that failed; absent when none did. Not in Keptn. */
    public Integer exitCode;

    /** The last of what that container said; absent when it used a Secret. Not in Keptn. */
    public String output;

    /** The request that its definition asks for, and the answer; absent for a task that runs as a Job. Not in Keptn. */
    public CallbackStatus callback;

    /** What Dromon itself calls for the task; absent for a task that calls nothing. Not in Keptn. */
    public CallStatus call;
}
