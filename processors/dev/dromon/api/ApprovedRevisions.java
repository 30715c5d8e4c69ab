package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** The pod revisions of a namespace that may start without waiting, read by the admission policies. */
@Group(ApiGroups.DROMON)
@Version("v1alpha1")
@Plural("approvedrevisions")
public class ApprovedRevisions extends CustomResource<ApprovedRevisionsSpec, Void> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
