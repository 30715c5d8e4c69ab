package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** Settings that apply to every app; it counts only in the namespace Dromon runs in. */
@Group(ApiGroups.OPTIONS)
@Version("v1alpha1")
@Plural("keptnconfigs")
public class KeptnConfig extends CustomResource<KeptnConfigSpec, String> implements Namespaced {

    private static final long serialVersionUID = 1L;

    /** A plain string in this kind: absent until somebody writes one. */
    @Override
    protected String initStatus() {
        return null;
    }
}
