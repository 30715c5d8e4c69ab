package dev.dromon.api;

/** API groups of the kinds in this package. */
public final class ApiGroups {

    /** Apps, workloads, tasks and evaluations; the group is Keptn's, so that its manifests work unchanged. */
    public static final String LIFECYCLE = "lifecycle.keptn.sh";

    /** The settings object. */
    public static final String OPTIONS = "options.keptn.sh";

    /** Metrics and the servers they come from. */
    public static final String METRICS = "metrics.keptn.sh";

    /** Kinds that only Dromon has. */
    public static final String DROMON = "dromon.dev";

    /** Argo Rollouts: read, never written. */
    public static final String ARGO = "argoproj.io";

    private ApiGroups() {
    }
}
