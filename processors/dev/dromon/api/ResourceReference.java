package dev.dromon.api;

/** The object that owns the pods of a workload. */
public class ResourceReference extends ApiObject {

    /** metadata.uid of the owner. */
    public String uid;

    /** ReplicaSet, StatefulSet or DaemonSet. */
    public String kind;

    /** Name of the owner. */
    public String name;

    /** Value of the label pod-template-hash or controller-revision-hash of the pods. Not in Keptn. */
    public String revision;
}
