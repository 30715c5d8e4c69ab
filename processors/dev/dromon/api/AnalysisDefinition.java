package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** Objectives with weights, and the score that they must reach together. */
@Group(ApiGroups.METRICS)
@Version("v1")
@Plural("analysisdefinitions")
public class AnalysisDefinition extends CustomResource<AnalysisDefinitionSpec, String> implements Namespaced {

    private static final long serialVersionUID = 1L;

    /** A plain string in this kind: absent until somebody writes one. */
    @Override
    protected String initStatus() {
        return null;
    }
}
