package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One run of the deployment flow for one version of a KeptnWorkload. */
@Group(ApiGroups.LIFECYCLE)
@Version("v1")
@Plural("keptnworkloadversions")
@ShortNames("kwv")
public class KeptnWorkloadVersion extends CustomResource<KeptnWorkloadVersionSpec, KeptnWorkloadVersionStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
