package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** Checks and metadata of the KeptnApp of the same name and namespace. */
@Group(ApiGroups.LIFECYCLE)
@Version("v1")
@Plural("keptnappcontexts")
public class KeptnAppContext extends CustomResource<KeptnAppContextSpec, KeptnAppContextStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
