package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** An application: a version and the workload versions that belong to it. */
@Group(ApiGroups.LIFECYCLE)
@Version("v1")
@Plural("keptnapps")
public class KeptnApp extends CustomResource<KeptnAppSpec, KeptnAppStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
