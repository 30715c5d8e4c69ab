package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A query to a metrics provider and its last answer. */
@Group(ApiGroups.METRICS)
@Version("v1")
@Plural("keptnmetrics")
public class KeptnMetric extends CustomResource<KeptnMetricSpec, KeptnMetricStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
