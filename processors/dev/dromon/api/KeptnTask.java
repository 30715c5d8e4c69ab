package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** One run of a task definition, carried out by one Kubernetes Job or answered by somebody outside. */
@Group(ApiGroups.LIFECYCLE)
@Version("v1")
@Plural("keptntasks")
public class KeptnTask extends CustomResource<KeptnTaskSpec, KeptnTaskStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
