package dev.dromon.gather;

import dev.dromon.api.Analysis;
import dev.dromon.api.AnalysisDefinition;
import dev.dromon.api.AnalysisReference;
import dev.dromon.api.AnalysisValueTemplate;
import dev.dromon.api.ApprovedRevisions;
import dev.dromon.api.EventSink;
import dev.dromon.api.KeptnApp;
import dev.dromon.api.KeptnAppCreationRequest;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnConfig;
import dev.dromon.api.KeptnEvaluation;
import dev.dromon.api.KeptnEvaluationDefinition;
import dev.dromon.api.KeptnMetric;
import dev.dromon.api.KeptnMetricsProvider;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskDefinition;
import dev.dromon.api.KeptnWorkload;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.Objective;
import dev.dromon.api.ResourceReference;
import dev.dromon.api.Rollout;
import dev.dromon.api.RuntimeSpec;
import dev.dromon.api.VersionStatus;
import dev.dromon.api.WebhookTrigger;
import dev.dromon.kube.Keys;
import dev.dromon.kube.ResourceKind;
import dev.dromon.kube.Trims;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The table of cached kinds: what of each is kept, and by what it is found. */
public final class Kinds {

    /** {@code namespace/app} of workloads and of both kinds of versions. */
    public static final String BY_APP = "app";
    /** {@code namespace/workload object} of workload versions. */
    public static final String BY_WORKLOAD = "workload";
    /** Uid of the ReplicaSet, StatefulSet or DaemonSet of a workload version. */
    public static final String BY_REFERENCE = "reference";
    /** Names of the definitions that a version which has not ended, or a task or evaluation which has not ended, goes by. */
    public static final String BY_DEFINITION = "definition";
    /** SHA-256, in hex, of the token of a task's request, whether the task has ended or not. */
    public static final String BY_TOKEN = "token";
    /** {@link #OPEN} for tasks whose request may still have to be sent. */
    public static final String BY_REQUEST = "request";
    /** The only value of {@link #BY_REQUEST}. */
    public static final String OPEN = "open";
    /** Name of the definition whose code a task definition uses. */
    public static final String BY_FUNCTION = "function";
    /** Names of the metrics that an evaluation definition reads. */
    public static final String BY_METRIC = "metric";
    /** {@code namespace/provider} of metrics. */
    public static final String BY_PROVIDER = "provider";
    /** Names of the templates that an analysis definition takes its values from. */
    public static final String BY_TEMPLATE = "template";
    /** Name of the provider that an analysis value template asks. */
    public static final String BY_ASKED = "asked";
    /** Namespace of pods that carry our gate. */
    public static final String GATED_IN = "gatedIn";
    /** Owner uids of pods that carry our gate. */
    public static final String GATED_BY_OWNER = "gatedByOwner";

    private Kinds() {
    }

    /** All kinds that any route reads. */
    public static List<ResourceKind<?>> all() {
        return List.of(
                ResourceKind.of(Namespace.class),
                ResourceKind.of(Pod.class).trimmed(Trims::pod).indexed(GATED_IN, p -> gated(p, List.of(p.getMetadata().getNamespace())))
                        .indexed(GATED_BY_OWNER, p -> gated(p, Keys.ownerUids(p))),
                ResourceKind.of(ReplicaSet.class).trimmed(Trims::replicaSet),
                ResourceKind.of(Deployment.class).trimmed(Trims::deployment),
                ResourceKind.of(StatefulSet.class).trimmed(Trims::statefulSet),
                ResourceKind.of(DaemonSet.class).trimmed(Trims::daemonSet),
                ResourceKind.of(ControllerRevision.class).trimmed(Trims::controllerRevision),
                ResourceKind.of(Rollout.class).whereInstalled(),
                ResourceKind.of(Job.class).trimmed(Trims::job),
                ResourceKind.of(KeptnApp.class),
                ResourceKind.of(KeptnAppCreationRequest.class),
                ResourceKind.of(KeptnAppVersion.class).indexed(BY_APP, v -> in(v, v.getSpec().appName)).indexed(BY_DEFINITION, Kinds::definitions),
                ResourceKind.of(KeptnWorkload.class).indexed(BY_APP, w -> in(w, w.getSpec().app)),
                ResourceKind.of(KeptnWorkloadVersion.class).indexed(BY_APP, v -> in(v, v.getSpec().app)).indexed(BY_WORKLOAD, v -> in(v, v.getSpec().workloadName))
                        .indexed(BY_REFERENCE, v -> reference(v.getSpec().resourceReference)).indexed(BY_DEFINITION, Kinds::definitions),
                ResourceKind.of(KeptnTaskDefinition.class).indexed(BY_FUNCTION, Kinds::functions),
                ResourceKind.of(KeptnTask.class).indexed(BY_DEFINITION, t -> open(t.getStatus() == null ? null : t.getStatus().endTime, t.getSpec().taskDefinition))
                        .indexed(BY_TOKEN, t -> TaskStatusMapper.read(t).callback().map(c -> List.of(c.tokenHash())).orElse(List.of()))
                        .indexed(BY_REQUEST, t -> Settled.requested(t) ? List.of() : List.of(OPEN)),
                ResourceKind.of(KeptnEvaluationDefinition.class).indexed(BY_METRIC, Kinds::metrics),
                ResourceKind.of(KeptnEvaluation.class).indexed(BY_DEFINITION, e -> open(e.getStatus() == null ? null : e.getStatus().endTime, e.getSpec().evaluationDefinition)),
                ResourceKind.of(KeptnMetric.class).indexed(BY_PROVIDER, m -> m.getSpec() == null || m.getSpec().provider == null ? List.of() : in(m, m.getSpec().provider.name)),
                ResourceKind.of(KeptnMetricsProvider.class),
                ResourceKind.of(Analysis.class).indexed(BY_DEFINITION, a -> Settled.completed(a) ? List.of() : name(a.getSpec().analysisDefinition)),
                ResourceKind.of(AnalysisDefinition.class).indexed(BY_TEMPLATE, d -> d.getSpec().objectives.stream().flatMap(o -> name(o.analysisValueTemplateRef).stream()).distinct().toList()),
                ResourceKind.of(AnalysisValueTemplate.class).indexed(BY_ASKED, t -> name(t.getSpec().provider)),
                ResourceKind.of(KeptnConfig.class),
                ResourceKind.of(ApprovedRevisions.class),
                ResourceKind.of(EventSink.class),
                ResourceKind.of(WebhookTrigger.class));
    }

    private static List<String> in(HasMetadata object, String name) {
        return name == null ? List.of() : List.of(Keys.key(object.getMetadata().getNamespace(), name));
    }

    private static List<String> name(AnalysisReference reference) {
        return reference == null || reference.name == null ? List.of() : List.of(reference.name);
    }

    private static List<String> gated(Pod pod, List<String> values) {
        return Pods.gated(pod) ? values : List.of();
    }

    private static List<String> reference(ResourceReference reference) {
        return reference == null || reference.uid == null ? List.of() : List.of(reference.uid);
    }

    private static List<String> open(String endTime, String definition) {
        return endTime != null || definition == null ? List.of() : List.of(definition);
    }

    private static boolean ended(VersionStatus status) {
        return status != null && status.endTime != null;
    }

    private static List<String> definitions(KeptnAppVersion version) {
        return ended(version.getStatus()) ? List.of() : Checks.definitions(Checks.lists(version.getSpec()));
    }

    private static List<String> definitions(KeptnWorkloadVersion version) {
        return ended(version.getStatus()) ? List.of() : Checks.definitions(Checks.lists(version.getSpec()));
    }

    private static List<String> functions(KeptnTaskDefinition definition) {
        Stream<RuntimeSpec> runtimes = definition.getSpec() == null ? Stream.of() : Stream.of(definition.getSpec().deno, definition.getSpec().python);
        return runtimes.filter(Objects::nonNull).flatMap(r -> TaskCode.function(r).stream()).distinct().toList();
    }

    private static List<String> metrics(KeptnEvaluationDefinition definition) {
        Stream<Objective> objectives = definition.getSpec() == null ? Stream.of() : definition.getSpec().objectives.stream();
        return objectives.filter(o -> o.keptnMetricRef != null).map(o -> o.keptnMetricRef.name).filter(Objects::nonNull).distinct().toList();
    }
}
