package dev.dromon.api;

/** What is known of a workload. */
public class KeptnWorkloadStatus extends ApiObject {

    /** Version for which a workload version was last created. */
    public String currentVersion;
}
