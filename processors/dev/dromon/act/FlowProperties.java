package dev.dromon.act;

/** Exchange properties of the reconcile routes. */
public final class FlowProperties {

    /** {@code VersionRun} that is being decided, for the branches of the Splitter and its Aggregator. */
    public static final String RUN = "CamelDromonRun";

    private FlowProperties() {
    }
}
