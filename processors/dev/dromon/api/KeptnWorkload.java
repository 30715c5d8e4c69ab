package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A workload of an app, in the version that was last seen on its pods. */
@Group(ApiGroups.LIFECYCLE)
@Version("v1")
@Plural("keptnworkloads")
public class KeptnWorkload extends CustomResource<KeptnWorkloadSpec, KeptnWorkloadStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
