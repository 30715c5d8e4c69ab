package dev.dromon.api;

/** State of one workload of an app version. */
public class WorkloadStatusItem extends ApiObject {

    /** The workload and its version. */
    public KeptnWorkloadRef workload;

    /** Pending, Progressing, Succeeded, Failed, Warning, Deprecated or Unknown; absent means Pending. */
    public String status;
}
