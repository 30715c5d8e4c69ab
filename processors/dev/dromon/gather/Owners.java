package dev.dromon.gather;

import dev.dromon.api.Rollout;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what stands above a pod, and whether it may be believed: caches of different kinds are not equally new, and a pod must never be judged by an older or newer
 * version of its workload than its own. Never throws.
 */
final class Owners {

    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String ROLLOUT_REVISION = "rollout.argoproj.io/revision";
    private static final String DAEMON_SET_REVISION = "deprecated.daemonset.template.generation";

    private final KindCache<ReplicaSet> replicaSets;
    private final KindCache<StatefulSet> statefulSets;
    private final KindCache<DaemonSet> daemonSets;
    private final KindCache<Deployment> deployments;
    private final KindCache<Rollout> rollouts;
    private final KindCache<ControllerRevision> revisions;

    Owners(KubeCaches caches) {
        this.replicaSets = caches.of(ReplicaSet.class);
        this.statefulSets = caches.of(StatefulSet.class);
        this.daemonSets = caches.of(DaemonSet.class);
        this.deployments = caches.of(Deployment.class);
        this.rollouts = caches.of(Rollout.class);
        this.revisions = caches.of(ControllerRevision.class);
    }

    /**
     * What stands above a pod.
     *
     * @param reference the ReplicaSet, StatefulSet or DaemonSet that the pod names as its controller; empty for other pods
     * @param top       the object that its user applied; empty when it has not been seen yet
     * @param template  the ReplicaSet or ControllerRevision that holds the template the pod was made from, with the owner's annotations of that time; empty when it
     *                  has not been seen yet
     * @param newest    whether that is the owner's newest template
     * @param fresh     whether top and the newest template that was seen belong together: neither has been seen without the other
     */
    record Ownership(Optional<OwnerReference> reference, Optional<HasMetadata> top, Optional<HasMetadata> template, boolean newest, boolean fresh) {

        /** Whether there is enough to judge the pod by. */
        boolean readable() {
            return reference.isEmpty() || top.isPresent() && template.isPresent() && (!newest || fresh);
        }
    }

    Ownership of(Pod pod) {
        Optional<OwnerReference> reference = Pods.owner(pod);
        Optional<HasMetadata> owner = reference.flatMap(r -> owner(pod.getMetadata().getNamespace(), r));
        if (owner.isEmpty()) {
            return new Ownership(reference, Optional.empty(), Optional.empty(), false, false);
        }
        return owner.get() instanceof ReplicaSet set ? replicaSet(reference, set) : revisioned(reference, owner.get(), Pods.templateHash(pod));
    }

    private Optional<HasMetadata> owner(String namespace, OwnerReference reference) {
        Optional<? extends HasMetadata> owner = switch (reference.getKind()) {
            case "ReplicaSet" -> replicaSets.get(namespace, reference.getName());
            case "StatefulSet" -> statefulSets.get(namespace, reference.getName());
            default -> daemonSets.get(namespace, reference.getName());
        };
        return owner.filter(o -> o.getMetadata().getUid().equals(reference.getUid())).map(o -> o);
    }

    private Ownership replicaSet(Optional<OwnerReference> reference, ReplicaSet set) {
        Optional<OwnerReference> above = Pods.controller(set);
        Optional<HasMetadata> top = above.isEmpty() ? Optional.of(set) : top(set.getMetadata().getNamespace(), above.get(), set);
        boolean newest = above.map(a -> replicaSets.owned(a.getUid()).stream().max(Comparator.comparingLong(Owners::number))
                .filter(n -> n.getMetadata().getUid().equals(set.getMetadata().getUid())).isPresent()).orElse(true);
        return new Ownership(reference, top, Optional.of(set), newest, top.filter(t -> number(t) == number(set)).isPresent());
    }

    private Optional<HasMetadata> top(String namespace, OwnerReference above, ReplicaSet set) {
        Optional<? extends HasMetadata> top = switch (above.getKind()) {
            case "Deployment" -> deployments.get(namespace, above.getName());
            case "Rollout" -> rollouts.get(namespace, above.getName());
            default -> Optional.of(set);
        };
        return top.map(t -> t);
    }

    private Ownership revisioned(Optional<OwnerReference> reference, HasMetadata owner, String hash) {
        List<ControllerRevision> all = revisions.owned(owner.getMetadata().getUid());
        Optional<ControllerRevision> own = all.stream().filter(r -> Pods.revisionHash(r).equals(hash)).findFirst();
        boolean newest = all.stream().max(Comparator.comparingLong(ControllerRevision::getRevision)).map(Pods::revisionHash).filter(hash::equals).isPresent();
        return new Ownership(reference, Optional.of(owner), own.map(r -> r), newest, own.filter(r -> fresh(owner, r)).isPresent());
    }

    private static boolean fresh(HasMetadata owner, ControllerRevision newest) {
        if (owner instanceof StatefulSet set) {
            return set.getStatus() != null && Pods.revisionHash(newest).equals(set.getStatus().getUpdateRevision());
        }
        return annotated(owner, DAEMON_SET_REVISION) >= annotated(newest, DAEMON_SET_REVISION);
    }

    private static long number(HasMetadata object) {
        return Math.max(annotated(object, REVISION), annotated(object, ROLLOUT_REVISION));
    }

    private static long annotated(HasMetadata object, String key) {
        String number = Optional.ofNullable(object.getMetadata().getAnnotations()).orElse(Map.of()).getOrDefault(key, "0");
        return number.matches("\\d{1,18}") ? Long.parseLong(number) : 0;
    }
}
