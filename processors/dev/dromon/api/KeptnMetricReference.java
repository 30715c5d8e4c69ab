package dev.dromon.api;

/** Names a KeptnMetric. */
public class KeptnMetricReference extends ApiObject {

    /** Name of the metric. */
    public String name;

    /** Its namespace; absent means the one of the evaluation. */
    public String namespace;
}
