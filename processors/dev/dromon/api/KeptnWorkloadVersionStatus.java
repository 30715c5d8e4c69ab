package dev.dromon.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** How far the run of a workload version is. */
public class KeptnWorkloadVersionStatus extends VersionStatus {

    /** State of the deployment phase, same values as the other states. */
    public String deploymentStatus;

    /** When the pods were let go; the observability timeout counts from here. */
    public String deploymentStartTime;

    /** Metadata of the app version that lists this workload version. */
    public Map<String, String> appContextMetadata = new LinkedHashMap<>();

    /** Generation of the KeptnApp whose version let this run begin. Not in Keptn. */
    public Long appGeneration;

    /** W3C trace context of the app version that this run is part of. Not in Keptn. */
    public String traceparent;
}
