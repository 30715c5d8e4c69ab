package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A query with placeholders, and whom to ask. */
@Group(ApiGroups.METRICS)
@Version("v1")
@Plural("analysisvaluetemplates")
public class AnalysisValueTemplate extends CustomResource<AnalysisValueTemplateSpec, String> implements Namespaced {

    private static final long serialVersionUID = 1L;

    /** A plain string in this kind: absent until somebody writes one. */
    @Override
    protected String initStatus() {
        return null;
    }
}
