package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Objectives that metrics have to meet. */
@Group(ApiGroups.LIFECYCLE)
@Version("v1")
@Plural("keptnevaluationdefinitions")
@ShortNames("ked")
public class KeptnEvaluationDefinition extends CustomResource<KeptnEvaluationDefinitionSpec, String> implements Namespaced {

    private static final long serialVersionUID = 1L;

    /** A plain string in this kind: absent until somebody writes one. */
    @Override
    protected String initStatus() {
        return null;
    }
}
