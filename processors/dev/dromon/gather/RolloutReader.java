package dev.dromon.gather;

import dev.dromon.api.ResourceReference;
import dev.dromon.deployment.Rollout;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Optional;

/** How far the controller object of a workload has come. Never throws. */
final class RolloutReader {

    private final KindCache<ReplicaSet> replicaSets;
    private final KindCache<Deployment> deployments;
    private final KindCache<StatefulSet> statefulSets;
    private final KindCache<DaemonSet> daemonSets;
    private final KindCache<dev.dromon.api.Rollout> rollouts;
    private final KindCache<Pod> pods;

    RolloutReader(KubeCaches caches) {
        this.replicaSets = caches.of(ReplicaSet.class);
        this.deployments = caches.of(Deployment.class);
        this.statefulSets = caches.of(StatefulSet.class);
        this.daemonSets = caches.of(DaemonSet.class);
        this.rollouts = caches.of(dev.dromon.api.Rollout.class);
        this.pods = caches.of(Pod.class);
    }

    /** The rollout of a workload; empty when its object is gone, was replaced by another of the same name, or is of an unknown kind. */
    Optional<Rollout> read(String namespace, ResourceReference reference) {
        if (reference == null || reference.kind == null) {
            return Optional.empty();
        }
        return switch (reference.kind) {
            case "ReplicaSet" -> replicaSets.get(namespace, reference.name).filter(r -> r.getMetadata().getUid().equals(reference.uid)).flatMap(this::replicaSet);
            case "StatefulSet" -> statefulSets.get(namespace, reference.name).filter(s -> s.getMetadata().getUid().equals(reference.uid)).map(s -> statefulSet(s, reference.revision));
            case "DaemonSet" -> daemonSets.get(namespace, reference.name).filter(d -> d.getMetadata().getUid().equals(reference.uid)).map(d -> daemonSet(d, reference.revision));
            default -> Optional.empty();
        };
    }

    private Optional<Rollout> replicaSet(ReplicaSet set) {
        Optional<OwnerReference> owner = Pods.controller(set);
        if (owner.isEmpty()) {
            int desired = or(set.getSpec().getReplicas(), 1);
            boolean current = seen(set.getMetadata().getGeneration(), set.getStatus() == null ? null : set.getStatus().getObservedGeneration());
            int ready = set.getStatus() == null ? 0 : or(set.getStatus().getReadyReplicas(), 0);
            return Optional.of(new Rollout("ReplicaSet", set.getMetadata().getName(), current, desired, desired, ready, 0, Optional.empty()));
        }
        String namespace = set.getMetadata().getNamespace();
        return switch (owner.get().getKind()) {
            case "Deployment" -> deployments.get(namespace, owner.get().getName()).map(d -> deployment(d, set));
            case "Rollout" -> rollouts.get(namespace, owner.get().getName()).map(r -> argo(r, set));
            default -> Optional.empty();
        };
    }

    private static Rollout deployment(Deployment deployment, ReplicaSet set) {
        var status = Optional.ofNullable(deployment.getStatus());
        int updated = status.map(s -> or(s.getUpdatedReplicas(), 0)).orElse(0);
        int all = status.map(s -> or(s.getReplicas(), 0)).orElse(0);
        int ready = set.getStatus() == null ? 0 : Math.min(or(set.getStatus().getReadyReplicas(), 0), status.map(s -> or(s.getAvailableReplicas(), 0)).orElse(0));
        boolean current = seen(deployment.getMetadata().getGeneration(), status.map(s -> s.getObservedGeneration()).orElse(null));
        return new Rollout("Deployment", deployment.getMetadata().getName(), current, or(deployment.getSpec().getReplicas(), 1), updated, ready, all - updated, Optional.empty());
    }

    private static Rollout argo(dev.dromon.api.Rollout rollout, ReplicaSet set) {
        var status = Optional.ofNullable(rollout.getStatus());
        int updated = status.map(s -> or(s.updatedReplicas, 0)).orElse(0);
        int all = status.map(s -> or(s.replicas, 0)).orElse(0);
        int ready = set.getStatus() == null ? 0 : or(set.getStatus().getReadyReplicas(), 0);
        boolean current = status.map(s -> String.valueOf(rollout.getMetadata().getGeneration()).equals(s.observedGeneration)).orElse(false);
        int desired = rollout.getSpec() == null ? 1 : or(rollout.getSpec().replicas, 1);
        return new Rollout("Rollout", rollout.getMetadata().getName(), current, desired, updated, ready, all - updated,
                Optional.of(status.map(s -> "Healthy".equals(s.phase)).orElse(false)));
    }

    /** With a partition only the pods above it get the new version. */
    private static Rollout statefulSet(StatefulSet set, String revision) {
        var status = Optional.ofNullable(set.getStatus());
        int replicas = or(set.getSpec().getReplicas(), 1);
        int partition = Optional.ofNullable(set.getSpec().getUpdateStrategy()).map(s -> s.getRollingUpdate()).map(r -> r.getPartition()).orElse(0);
        int desired = Math.max(0, replicas - partition);
        int updated = status.map(s -> or(s.getUpdatedReplicas(), 0)).orElse(0);
        int ready = status.map(s -> or(s.getReadyReplicas(), 0)).orElse(0);
        int old = partition > 0 ? 0 : Math.max(0, status.map(s -> or(s.getReplicas(), 0)).orElse(0) - updated);
        boolean current = seen(set.getMetadata().getGeneration(), status.map(s -> s.getObservedGeneration()).orElse(null))
                && (revision == null || status.filter(s -> revision.equals(s.getUpdateRevision())).isPresent());
        return new Rollout("StatefulSet", set.getMetadata().getName(), current, desired, updated, Math.max(0, ready - (replicas - desired)), old, Optional.empty());
    }

    /** Its status does not say which revision it counts, so the ready pods of the new one are counted here. */
    private Rollout daemonSet(DaemonSet set, String revision) {
        var status = Optional.ofNullable(set.getStatus());
        int desired = status.map(s -> or(s.getDesiredNumberScheduled(), 0)).orElse(0);
        int updated = status.map(s -> or(s.getUpdatedNumberScheduled(), 0)).orElse(0);
        long readyPods = pods.owned(set.getMetadata().getUid()).stream().filter(p -> revision == null || revision.equals(Pods.templateHash(p))).filter(Pods::ready).count();
        int ready = (int) Math.min(readyPods, status.map(s -> or(s.getNumberAvailable(), 0)).orElse(0));
        boolean current = seen(set.getMetadata().getGeneration(), status.map(s -> s.getObservedGeneration()).orElse(null));
        return new Rollout("DaemonSet", set.getMetadata().getName(), current, desired, updated, ready, 0, Optional.empty());
    }

    private static boolean seen(Long generation, Long observed) {
        return observed != null && (generation == null || observed >= generation);
    }

    private static int or(Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}
