package dev.dromon.api;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A receiver outside the cluster that gets the events of all flows, at least once; cluster-scoped. */
@Group(ApiGroups.DROMON)
@Version("v1alpha1")
@Plural("eventsinks")
public class EventSink extends CustomResource<EventSinkSpec, EventSinkStatus> {

    private static final long serialVersionUID = 1L;
}
