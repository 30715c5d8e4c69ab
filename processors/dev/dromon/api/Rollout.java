package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** An Argo Rollout, reduced to what tells whether it is deployed; never written. */
@Group(ApiGroups.ARGO)
@Version("v1alpha1")
@Plural("rollouts")
public class Rollout extends CustomResource<RolloutSpec, RolloutStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
