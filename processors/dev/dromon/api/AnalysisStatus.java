package dev.dromon.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far an Analysis is, and its verdict. */
public class AnalysisStatus extends ApiObject {

    /** The time range with from and to, as it was first seen. */
    public AnalysisTimeframe timeframe;

    /** Empty before values are asked for, Progressing, then Completed; always written. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public String state = "";

    /** True when it passed; absent otherwise. */
    public Boolean pass;

    /** True when it passed with a warning; absent otherwise. */
    public Boolean warning;

    /** The result in full, JSON, once it is Completed. */
    public String raw;

    /** Template to its value, while some could not be got. */
    public Map<String, AnalysisStoredValue> storedValues = new LinkedHashMap<>();

    /** metadata.generation of the spec that this is about. Not in Keptn. */
    public Long observedGeneration;

    /** Ready: whether it passed; Stalled and Reconciling for kstatus. Not in Keptn. */
    public List<Condition> conditions = new ArrayList<>();
}
