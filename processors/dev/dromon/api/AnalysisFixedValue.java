package dev.dromon.api;

import io.fabric8.kubernetes.api.model.IntOrString;

/** What a value is compared with. */
public class AnalysisFixedValue extends ApiObject {

    /** A Kubernetes quantity. */
    public IntOrString fixedValue;
}
