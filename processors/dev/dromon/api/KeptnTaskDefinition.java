package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** What a task runs, and its limits. */
@Group(ApiGroups.LIFECYCLE)
@Version("v1")
@Plural("keptntaskdefinitions")
public class KeptnTaskDefinition extends CustomResource<KeptnTaskDefinitionSpec, KeptnTaskDefinitionStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
