package dev.dromon.api;

import io.fabric8.kubernetes.api.model.IntOrString;

/** What a value is compared with; both bounds belong to the range. */
public class AnalysisRange extends ApiObject {

    /** A Kubernetes quantity. */
    public IntOrString lowBound;

    /** A Kubernetes quantity, more than the other. */
    public IntOrString highBound;
}
