package dev.dromon.gather;

import dev.dromon.api.Analysis;
import dev.dromon.api.AnalysisDefinition;
import dev.dromon.api.AnalysisValueTemplate;
import dev.dromon.api.ApprovedRevisions;
import dev.dromon.api.EventSink;
import dev.dromon.api.KeptnAppCreationRequest;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnApp;
import dev.dromon.api.KeptnConfig;
import dev.dromon.api.KeptnEvaluation;
import dev.dromon.api.KeptnEvaluationDefinition;
import dev.dromon.api.KeptnMetric;
import dev.dromon.api.KeptnMetricsProvider;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskDefinition;
import dev.dromon.api.KeptnWorkload;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.Rollout;
import dev.dromon.api.WebhookTrigger;
import dev.dromon.kube.Keys;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.Trigger;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** What makes each reconcile route look at an object again: everything its decision is made from, found by index. */
public final class Triggers {

    private final KubeCaches caches;
    private final SettingsReader settings;

    /** Looks into the given caches. */
    public Triggers(KubeCaches caches, SettingsReader settings) {
        this.caches = caches;
        this.settings = settings;
    }

    /** Of pods at our gate. */
    public List<Trigger<?>> pods() {
        KindCache<Pod> pods = caches.of(Pod.class);
        KindCache<ReplicaSet> sets = caches.of(ReplicaSet.class);
        return List.of(
                new Trigger<>(Namespace.class, n -> keys(pods.byIndex(Kinds.GATED_IN, n.getMetadata().getName()))),
                new Trigger<>(ReplicaSet.class, o -> siblings(o, pods, sets)),
                new Trigger<>(StatefulSet.class, o -> gated(o, pods)),
                new Trigger<>(DaemonSet.class, o -> gated(o, pods)),
                new Trigger<>(Deployment.class, o -> below(o, pods, sets)),
                new Trigger<>(Rollout.class, o -> below(o, pods, sets)),
                new Trigger<>(ControllerRevision.class, r -> Keys.ownerUids(r).stream().flatMap(uid -> keys(pods.byIndex(Kinds.GATED_BY_OWNER, uid)).stream()).toList()),
                new Trigger<>(KeptnWorkloadVersion.class, v -> keys(pods.byIndex(Kinds.GATED_IN, v.getMetadata().getNamespace()))));
    }

    private static Collection<String> gated(HasMetadata owner, KindCache<Pod> pods) {
        return keys(pods.byIndex(Kinds.GATED_BY_OWNER, owner.getMetadata().getUid()));
    }

    private static Collection<String> below(HasMetadata top, KindCache<Pod> pods, KindCache<ReplicaSet> sets) {
        return sets.owned(top.getMetadata().getUid()).stream().flatMap(s -> gated(s, pods).stream()).toList();
    }

    /** Which ReplicaSet is the newest depends on all of them. */
    private static Collection<String> siblings(ReplicaSet set, KindCache<Pod> pods, KindCache<ReplicaSet> sets) {
        Stream<String> others = Keys.ownerUids(set).stream().flatMap(uid -> sets.owned(uid).stream()).flatMap(s -> gated(s, pods).stream());
        return Stream.concat(gated(set, pods).stream(), others).distinct().toList();
    }

    /** Of workloads: their app says whether it lists them and whether they run again; a creation request that is done may have missed one. */
    public List<Trigger<?>> workloads() {
        KindCache<KeptnWorkload> workloads = caches.of(KeptnWorkload.class);
        return List.of(new Trigger<>(KeptnApp.class, a -> keys(workloads.byIndex(Kinds.BY_APP, Keys.key(a)))),
                new Trigger<>(KeptnAppVersion.class, v -> keys(workloads.byIndex(Kinds.BY_APP, Keys.key(v.getMetadata().getNamespace(), v.getSpec().appName)))),
                new Trigger<>(KeptnWorkloadVersion.class, v -> List.of(Keys.key(v.getMetadata().getNamespace(), v.getSpec().workloadName))),
                new Trigger<>(KeptnAppCreationRequest.class, r -> keys(workloads.byIndex(Kinds.BY_APP, Keys.key(r)))));
    }

    /** Of apps: their status tells of their newest version, and a version that was deleted is made again. */
    public List<Trigger<?>> apps() {
        return List.of(new Trigger<>(KeptnAppVersion.class, v -> List.of(Keys.key(v.getMetadata().getNamespace(), v.getSpec().appName))));
    }

    /** Of app versions. */
    public List<Trigger<?>> appVersions() {
        KindCache<KeptnAppVersion> versions = caches.of(KeptnAppVersion.class);
        return List.of(
                new Trigger<>(KeptnTask.class, t -> owners(t, KeptnAppVersion.class)),
                new Trigger<>(KeptnEvaluation.class, e -> owners(e, KeptnAppVersion.class)),
                new Trigger<>(KeptnTaskDefinition.class, d -> keys(versions.byIndex(Kinds.BY_DEFINITION, d.getMetadata().getName()))),
                new Trigger<>(KeptnEvaluationDefinition.class, d -> keys(versions.byIndex(Kinds.BY_DEFINITION, d.getMetadata().getName()))),
                new Trigger<>(KeptnAppVersion.class, v -> keys(versions.byIndex(Kinds.BY_APP, Keys.key(v.getMetadata().getNamespace(), v.getSpec().appName)))),
                new Trigger<>(KeptnWorkload.class, w -> keys(versions.byIndex(Kinds.BY_APP, Keys.key(w.getMetadata().getNamespace(), w.getSpec().app)))),
                new Trigger<>(KeptnWorkloadVersion.class, w -> keys(versions.byIndex(Kinds.BY_APP, Keys.key(w.getMetadata().getNamespace(), w.getSpec().app)))),
                new Trigger<>(KeptnConfig.class, c -> settings.counts(c) ? keys(versions.list()) : List.of()));
    }

    /** Of workload versions. */
    public List<Trigger<?>> workloadVersions() {
        KindCache<KeptnWorkloadVersion> versions = caches.of(KeptnWorkloadVersion.class);
        KindCache<ReplicaSet> sets = caches.of(ReplicaSet.class);
        return List.of(
                new Trigger<>(KeptnTask.class, t -> owners(t, KeptnWorkloadVersion.class)),
                new Trigger<>(KeptnEvaluation.class, e -> owners(e, KeptnWorkloadVersion.class)),
                new Trigger<>(KeptnTaskDefinition.class, d -> keys(versions.byIndex(Kinds.BY_DEFINITION, d.getMetadata().getName()))),
                new Trigger<>(KeptnEvaluationDefinition.class, d -> keys(versions.byIndex(Kinds.BY_DEFINITION, d.getMetadata().getName()))),
                new Trigger<>(KeptnAppVersion.class, a -> keys(versions.byIndex(Kinds.BY_APP, Keys.key(a.getMetadata().getNamespace(), a.getSpec().appName)))),
                new Trigger<>(KeptnWorkloadVersion.class, v -> keys(versions.byIndex(Kinds.BY_WORKLOAD, Keys.key(v.getMetadata().getNamespace(), v.getSpec().workloadName)))),
                new Trigger<>(ReplicaSet.class, o -> referring(o, versions)),
                new Trigger<>(StatefulSet.class, o -> referring(o, versions)),
                new Trigger<>(DaemonSet.class, o -> referring(o, versions)),
                new Trigger<>(Pod.class, p -> Pods.owner(p).filter(o -> o.getKind().equals("DaemonSet")).map(o -> keys(versions.byIndex(Kinds.BY_REFERENCE, o.getUid()))).orElse(List.of())),
                new Trigger<>(Deployment.class, d -> sets.owned(d.getMetadata().getUid()).stream().flatMap(s -> referring(s, versions).stream()).toList()),
                new Trigger<>(Rollout.class, r -> sets.owned(r.getMetadata().getUid()).stream().flatMap(s -> referring(s, versions).stream()).toList()),
                new Trigger<>(KeptnConfig.class, c -> settings.counts(c) ? keys(versions.list()) : List.of()));
    }

    private static Collection<String> referring(HasMetadata object, KindCache<KeptnWorkloadVersion> versions) {
        return keys(versions.byIndex(Kinds.BY_REFERENCE, object.getMetadata().getUid()));
    }

    /** Of tasks. */
    public List<Trigger<?>> tasks() {
        KindCache<KeptnTask> tasks = caches.of(KeptnTask.class);
        return List.of(
                new Trigger<>(Job.class, j -> owners(j, KeptnTask.class)),
                new Trigger<>(KeptnTaskDefinition.class, d -> users(d.getMetadata().getName()).stream().flatMap(n -> keys(tasks.byIndex(Kinds.BY_DEFINITION, n)).stream()).toList()),
                new Trigger<>(KeptnAppVersion.class, v -> keys(tasks.owned(v.getMetadata().getUid()))),
                new Trigger<>(KeptnWorkloadVersion.class, v -> keys(tasks.owned(v.getMetadata().getUid()))));
    }

    /** Names of the definitions that use the code of one by functionRef, directly or by way of others, and its own. */
    private Collection<String> users(String definition) {
        KindCache<KeptnTaskDefinition> definitions = caches.of(KeptnTaskDefinition.class);
        Set<String> names = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(definition));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (names.add(name)) {
                definitions.byIndex(Kinds.BY_FUNCTION, name).forEach(d -> open.push(d.getMetadata().getName()));
            }
        }
        return names;
    }

    /** Of tasks whose request may still have to be sent: where it goes has changed. */
    public List<Trigger<?>> requests() {
        KindCache<KeptnTask> tasks = caches.of(KeptnTask.class);
        return List.of(new Trigger<>(KeptnTaskDefinition.class, d -> keys(tasks.byIndex(Kinds.BY_DEFINITION, d.getMetadata().getName()))),
                new Trigger<>(EventSink.class, s -> keys(tasks.byIndex(Kinds.BY_REQUEST, Kinds.OPEN))));
    }

    /** Of tasks for which something is called: whether they may go on. */
    public List<Trigger<?>> calls() {
        KindCache<KeptnTask> tasks = caches.of(KeptnTask.class);
        return List.of(new Trigger<>(KeptnAppVersion.class, v -> keys(tasks.owned(v.getMetadata().getUid()))),
                new Trigger<>(KeptnWorkloadVersion.class, v -> keys(tasks.owned(v.getMetadata().getUid()))));
    }

    /** Of evaluations. */
    public List<Trigger<?>> evaluations() {
        KindCache<KeptnEvaluation> evaluations = caches.of(KeptnEvaluation.class);
        KindCache<KeptnEvaluationDefinition> definitions = caches.of(KeptnEvaluationDefinition.class);
        return List.of(
                new Trigger<>(KeptnMetric.class, m -> definitions.byIndex(Kinds.BY_METRIC, m.getMetadata().getName()).stream()
                        .flatMap(d -> keys(evaluations.byIndex(Kinds.BY_DEFINITION, d.getMetadata().getName())).stream()).distinct().toList()),
                new Trigger<>(Analysis.class, a -> owners(a, KeptnEvaluation.class)),
                new Trigger<>(KeptnEvaluationDefinition.class, d -> keys(evaluations.byIndex(Kinds.BY_DEFINITION, d.getMetadata().getName()))),
                new Trigger<>(KeptnAppVersion.class, v -> keys(evaluations.owned(v.getMetadata().getUid()))),
                new Trigger<>(KeptnWorkloadVersion.class, v -> keys(evaluations.owned(v.getMetadata().getUid()))));
    }

    /** Of analyses that are not completed: what their questions are made of, found by name in any namespace. */
    public List<Trigger<?>> analyses() {
        KindCache<Analysis> analyses = caches.of(Analysis.class);
        KindCache<AnalysisDefinition> analysisDefinitions = caches.of(AnalysisDefinition.class);
        KindCache<AnalysisValueTemplate> templates = caches.of(AnalysisValueTemplate.class);
        Function<String, Stream<String>> byDefinition = name -> analyses.byIndex(Kinds.BY_DEFINITION, name).stream().map(Keys::key);
        Function<String, Stream<String>> byTemplate = name -> analysisDefinitions.byIndex(Kinds.BY_TEMPLATE, name).stream().flatMap(d -> byDefinition.apply(d.getMetadata().getName()));
        return List.of(new Trigger<>(AnalysisDefinition.class, d -> byDefinition.apply(d.getMetadata().getName()).toList()),
                new Trigger<>(AnalysisValueTemplate.class, t -> byTemplate.apply(t.getMetadata().getName()).distinct().toList()),
                new Trigger<>(KeptnMetricsProvider.class, p -> templates.byIndex(Kinds.BY_ASKED, p.getMetadata().getName()).stream()
                        .flatMap(t -> byTemplate.apply(t.getMetadata().getName())).distinct().toList()));
    }

    /** Of the lists of approved revisions: something they may list was deleted, or replaced by a newer version. */
    public List<Trigger<?>> approvals() {
        KindCache<ApprovedRevisions> lists = caches.of(ApprovedRevisions.class);
        return List.of(new Trigger<>(ReplicaSet.class, o -> gone(o) ? inNamespace(lists, o) : List.of()),
                new Trigger<>(ControllerRevision.class, o -> gone(o) ? inNamespace(lists, o) : List.of()),
                new Trigger<>(KeptnWorkloadVersion.class, v -> Versions.deployed(v) ? inNamespace(lists, v) : List.of()));
    }

    /** Of the KeptnConfig that asks for EventSinks of those names: somebody may have changed or deleted it. */
    public List<Trigger<?>> sinksOfConfig(Set<String> names) {
        return List.of(new Trigger<>(EventSink.class, s -> names.contains(s.getMetadata().getName()) ? List.of(Keys.key(settings.namespace(), s.getMetadata().getName())) : List.of()));
    }

    /** Of EventSinks that are fed from the topic of another. */
    public List<Trigger<?>> feeds() {
        return List.of(new Trigger<>(EventSink.class, from -> caches.of(EventSink.class).list().stream().filter(s -> from.getMetadata().getName().equals(s.getSpec().via))
                .map(s -> s.getMetadata().getName()).toList()));
    }

    /** Of webhook triggers: their finished tasks are bounded. */
    public List<Trigger<?>> webhookTriggers() {
        return List.of(new Trigger<>(KeptnTask.class, t -> owners(t, WebhookTrigger.class)));
    }

    /** Of apps whose events are delivered: each version has events of its own. */
    public List<Trigger<?>> deliveries() {
        return List.of(new Trigger<>(KeptnAppVersion.class, v -> List.of(Keys.key(v.getMetadata().getNamespace(), v.getSpec().appName))),
                new Trigger<>(KeptnWorkloadVersion.class, v -> List.of(Keys.key(v.getMetadata().getNamespace(), v.getSpec().app))));
    }

    private boolean gone(HasMetadata object) {
        return caches.of(object.getClass()).get(object.getMetadata().getNamespace(), object.getMetadata().getName()).isEmpty();
    }

    private static Collection<String> inNamespace(KindCache<ApprovedRevisions> lists, HasMetadata object) {
        return lists.list().stream().filter(l -> l.getMetadata().getNamespace().equals(object.getMetadata().getNamespace())).map(Keys::key).toList();
    }

    private static Collection<String> owners(HasMetadata child, Class<? extends HasMetadata> owner) {
        return child.getMetadata().getOwnerReferences().stream().filter(o -> o.getKind().equals(HasMetadata.getKind(owner)))
                .map(o -> Keys.key(child.getMetadata().getNamespace(), o.getName())).toList();
    }

    private static Collection<String> keys(Collection<? extends HasMetadata> objects) {
        return objects.stream().map(Keys::key).toList();
    }
}
