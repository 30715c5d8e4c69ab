package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** What a delivery from outside the cluster starts, and how it proves where it comes from. */
@Group(ApiGroups.DROMON)
@Version("v1alpha1")
@Plural("webhooktriggers")
public class WebhookTrigger extends CustomResource<WebhookTriggerSpec, WebhookTriggerStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
