package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One run of the deployment flow for one version and generation of a KeptnApp. */
@Group(ApiGroups.LIFECYCLE)
@Version("v1")
@Plural("keptnappversions")
@ShortNames("kav")
public class KeptnAppVersion extends CustomResource<KeptnAppVersionSpec, KeptnAppVersionStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
