package dev.dromon.gather;

import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.Rollout;
import dev.dromon.discovery.KeyReader;
import dev.dromon.discovery.PodObservation;
import dev.dromon.discovery.WorkloadKeys;
import dev.dromon.gate.GateDecider;
import dev.dromon.gate.GateObservation;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.StatusMapper;
import dev.dromon.model.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body Pod to {@link PodSight}. */
public final class PodGather implements Processor {

    private static final String ENABLED = "keptn.sh/lifecycle-toolkit";
    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String ROLLOUT_REVISION = "rollout.argoproj.io/revision";

    private final KindCache<Namespace> namespaces;
    private final KindCache<ReplicaSet> replicaSets;
    private final KindCache<StatefulSet> statefulSets;
    private final KindCache<DaemonSet> daemonSets;
    private final KindCache<Deployment> deployments;
    private final KindCache<Rollout> rollouts;
    private final KindCache<ControllerRevision> revisions;
    private final Versions versions;

    /** Looks into the given caches. */
    public PodGather(KubeCaches caches, Versions versions) {
        this.namespaces = caches.of(Namespace.class);
        this.replicaSets = caches.of(ReplicaSet.class);
        this.statefulSets = caches.of(StatefulSet.class);
        this.daemonSets = caches.of(DaemonSet.class);
        this.deployments = caches.of(Deployment.class);
        this.rollouts = caches.of(Rollout.class);
        this.revisions = caches.of(ControllerRevision.class);
        this.versions = versions;
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(look(exchange.getMessage().getBody(Pod.class)));
    }

    /** What there is to see of a pod. Never throws. */
    PodSight look(Pod pod) {
        String namespace = pod.getMetadata().getNamespace();
        Optional<OwnerReference> reference = Pods.owner(pod);
        Optional<HasMetadata> owner = reference.flatMap(r -> owner(namespace, r));
        Optional<HasMetadata> top = owner.flatMap(this::top);
        PodObservation seen = Pods.observe(pod, top);
        Optional<WorkloadKeys> keys = KeyReader.read(seen);
        Optional<KeptnWorkloadVersion> version = keys.flatMap(k -> version(namespace, k));
        boolean readable = reference.isEmpty() || top.isPresent();
        GateObservation gate = new GateObservation(Pods.gated(pod), enabled(namespace), KeyReader.gateRemoved(seen.pod()),
                readable ? Optional.of(reference.isPresent() && keys.isPresent()) : Optional.empty(), version.map(v -> StatusMapper.read(v.getStatus())));
        return new PodSight(pod, GateDecider.decide(gate), reference, top, keys, owner.isPresent() && newest(pod, owner.get()), version);
    }

    private Optional<Boolean> enabled(String namespace) {
        return namespaces.get(null, namespace).map(n -> n.getMetadata().getAnnotations() != null && "enabled".equals(n.getMetadata().getAnnotations().get(ENABLED)));
    }

    private Optional<HasMetadata> owner(String namespace, OwnerReference reference) {
        Optional<? extends HasMetadata> owner = switch (reference.getKind()) {
            case "ReplicaSet" -> replicaSets.get(namespace, reference.getName());
            case "StatefulSet" -> statefulSets.get(namespace, reference.getName());
            default -> daemonSets.get(namespace, reference.getName());
        };
        return owner.filter(o -> o.getMetadata().getUid().equals(reference.getUid())).map(o -> o);
    }

    private Optional<HasMetadata> top(HasMetadata owner) {
        Optional<OwnerReference> above = Pods.controller(owner);
        String namespace = owner.getMetadata().getNamespace();
        if (above.isEmpty() || !(owner instanceof ReplicaSet)) {
            return Optional.of(owner);
        }
        Optional<? extends HasMetadata> top = switch (above.get().getKind()) {
            case "Deployment" -> deployments.get(namespace, above.get().getName());
            case "Rollout" -> rollouts.get(namespace, above.get().getName());
            default -> Optional.of(owner);
        };
        return top.map(t -> t);
    }

    private Optional<KeptnWorkloadVersion> version(String namespace, WorkloadKeys keys) {
        return versions.newest(namespace, Names.workload(keys.app(), keys.workload())).filter(v -> keys.version().equals(v.getSpec().version))
                .or(() -> versions.ofWorkload(namespace, Names.workload(keys.app(), keys.workload())).stream().filter(v -> keys.version().equals(v.getSpec().version))
                        .reduce((older, newer) -> newer));
    }

    /** Whether a pod was made from the newest template: that of the ReplicaSet or ControllerRevision with the highest number among its siblings. */
    private boolean newest(Pod pod, HasMetadata owner) {
        if (owner instanceof ReplicaSet set) {
            return Pods.controller(set).map(above -> replicaSets.owned(above.getUid()).stream().max(Comparator.comparingLong(PodGather::number))
                    .filter(newest -> newest.getMetadata().getUid().equals(set.getMetadata().getUid())).isPresent()).orElse(true);
        }
        return revisions.owned(owner.getMetadata().getUid()).stream().max(Comparator.comparingLong(ControllerRevision::getRevision))
                .filter(newest -> Pods.templateHash(pod).equals(Optional.ofNullable(newest.getMetadata().getLabels()).orElse(Map.of()).get("controller-revision-hash"))).isPresent();
    }

    private static long number(ReplicaSet set) {
        Map<String, String> annotations = Optional.ofNullable(set.getMetadata().getAnnotations()).orElse(Map.of());
        String number = annotations.getOrDefault(REVISION, annotations.getOrDefault(ROLLOUT_REVISION, "0"));
        return number.matches("\\d{1,18}") ? Long.parseLong(number) : 0;
    }
}
