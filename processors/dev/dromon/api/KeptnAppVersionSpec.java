package dev.dromon.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A snapshot of an app and its context, plus what this run came from. */
public class KeptnAppVersionSpec extends KeptnAppContextSpec {

    /** Version of the app. */
    public String version;

    /** Revision of the app. */
    public Integer revision;

    /** Workload versions that belong to this version of the app. */
    public List<KeptnWorkloadRef> workloads = new ArrayList<>();

    /** Name of the KeptnApp. */
    public String appName;

    /** Version that was deployed before; absent for the first one and when the same version runs again. */
    public String previousVersion;

    /** W3C trace context to continue, for instance traceparent to its value. */
    public Map<String, String> traceId = new LinkedHashMap<>();

    /** metadata.generation of the KeptnApp this was made from; orders the versions of an app. Not in Keptn. */
    public Long appGeneration;
}
