package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One run of an evaluation definition. */
@Group(ApiGroups.LIFECYCLE)
@Version("v1")
@Plural("keptnevaluations")
@ShortNames("ke")
public class KeptnEvaluation extends CustomResource<KeptnEvaluationSpec, KeptnEvaluationStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
