package dev.dromon.api;

/** A Camel route of the operator of the cluster, whose end is the verdict: no pod runs. Not in Keptn. */
public class CamelTaskSpec extends ApiObject {

    /** Name of the route: it begins with {@code direct:} and this name. */
    public String route;

    /** Parameters that become headers; those of the task win. */
    public TaskParameters parameters;

    /** How long the route may take, a Go duration; absent means 5m. */
    public String timeout;
}
