package dev.dromon.api;

/** What became of one objective. Not in Keptn. */
public class ObjectiveStatus extends ApiObject {

    /** Name of the KeptnMetric. */
    public String metric;

    /** Namespace in which the KeptnMetric was found; absent when it was not. */
    public String namespace;

    /** Name of the provider that the KeptnMetric asks; absent when it is not known. */
    public String provider;

    /** Target as written in the definition. */
    public String target;

    /** Value that was compared, as the KeptnMetric had it; absent when there was none. */
    public String value;

    /** When that value was fetched; absent when the KeptnMetric did not say. */
    public String fetchedTime;

    /** Succeeded or Failed; Progressing while its Analysis has no verdict. */
    public String status;

    /** Value and target, or why there was nothing to compare, in one sentence. */
    public String message;
}
