package dev.dromon.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** A snapshot of a workload, plus what this run came from. */
public class KeptnWorkloadVersionSpec extends KeptnWorkloadSpec {

    /** Name of the KeptnWorkload, with the prefix of its app. */
    public String workloadName;

    /** Version that was deployed before; absent for the first one. */
    public String previousVersion;

    /** W3C trace context to continue, for instance traceparent to its value. */
    public Map<String, String> traceId = new LinkedHashMap<>();

    /** Which run of this version it is, from 1; absent means 1. Not in Keptn. */
    public Integer attempt;

    /** Position among the versions of its workload, rising with time. Not in Keptn. */
    public Long sequence;
}
