package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** One run of an AnalysisDefinition over a time range, and its verdict. */
@Group(ApiGroups.METRICS)
@Version("v1")
@Plural("analyses")
public class Analysis extends CustomResource<AnalysisSpec, AnalysisStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
