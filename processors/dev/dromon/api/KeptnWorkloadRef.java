package dev.dromon.api;

/** Names one version of one workload of an app. */
public class KeptnWorkloadRef extends ApiObject {

    /** Name of the workload without the prefix of its app. */
    public String name;

    /** Version, spelled as in the spec of the KeptnWorkload. */
    public String version;
}
