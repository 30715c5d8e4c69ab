package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;

/** What apps and workloads show of their newest version. */
public abstract class SummaryStatus extends ApiObject {

    /** Version for which an app or workload version was last created. */
    public String currentVersion;

    /** metadata.generation this status was computed from; -1 before the first. Not in Keptn. */
    public Long observedGeneration;

    /** Kubernetes conditions of the newest version's run, one per type. Not in Keptn. */
    public List<Condition> conditions = new ArrayList<>();
}
