package dev.dromon.gather;

import dev.dromon.discovery.KeyReader;
import dev.dromon.discovery.PodObservation;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads pods. Never throws. */
public final class Pods {

    /** Name of the scheduling gate that is ours, and the only one that is ever touched. */
    public static final String GATE = "dromon.dev/pre-deployment";

    /** Labels with the hash of the template: of Deployments, Argo Rollouts, and StatefulSets and DaemonSets; the first that is there counts. */
    public static final List<String> HASHES = List.of("pod-template-hash", "rollouts-pod-template-hash", "controller-revision-hash");
    /** Kinds whose pods are held. */
    public static final Set<String> OWNERS = Set.of("ReplicaSet", "StatefulSet", "DaemonSet");

    private Pods() {
    }

    /** Whether a pod carries our gate. */
    public static boolean gated(Pod pod) {
        return pod.getSpec() != null && pod.getSpec().getSchedulingGates().stream().anyMatch(g -> GATE.equals(g.getName()));
    }

    /** Whether a pod carries the mark of a removed gate. */
    public static boolean gateRemoved(Pod pod) {
        return KeyReader.gateRemoved(meta(pod));
    }

    /** Whether a pod is ready. */
    static boolean ready(Pod pod) {
        return pod.getStatus() != null && pod.getStatus().getConditions().stream().anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
    }

    /** The ReplicaSet, StatefulSet or DaemonSet that controls a pod; empty for all other pods. */
    static Optional<OwnerReference> owner(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream().filter(o -> OWNERS.contains(o.getKind())).findFirst();
    }

    /** The reference of an object to what controls it; empty when nothing does. */
    static Optional<OwnerReference> controller(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream().filter(o -> Boolean.TRUE.equals(o.getController())).findFirst();
    }

    /** Hash of the pod template that a pod was made from, or that a ReplicaSet holds; empty when it has none. */
    public static String templateHash(HasMetadata object) {
        return HASHES.stream().map(key -> label(object, key)).filter(Objects::nonNull).findFirst().orElse("");
    }

    /** What pods of a revision carry as controller-revision-hash: a DaemonSet's the label, a StatefulSet's the name. */
    public static String revisionHash(ControllerRevision revision) {
        return Optional.ofNullable(label(revision, "controller-revision-hash")).orElse(revision.getMetadata().getName());
    }

    private static String label(HasMetadata object, String key) {
        return object.getMetadata().getLabels() == null ? null : object.getMetadata().getLabels().get(key);
    }

    /** What of a pod and of the object above it says which workload it belongs to. */
    static PodObservation observe(Pod pod, Optional<? extends HasMetadata> owner) {
        return new PodObservation(meta(pod), owner.map(Pods::meta), pod.getSpec().getContainers().stream().map(Pods::container).toList());
    }

    private static PodObservation.Meta meta(HasMetadata object) {
        return new PodObservation.Meta(orEmpty(object.getMetadata().getAnnotations()), orEmpty(object.getMetadata().getLabels()));
    }

    private static Map<String, String> orEmpty(Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    private static PodObservation.Container container(Container container) {
        return new PodObservation.Container(container.getName(), Optional.ofNullable(container.getImage()).orElse(""),
                container.getEnv().stream().map(e -> new PodObservation.Env(e.getName(), Optional.ofNullable(e.getValue()).orElse(""))).toList());
    }
}
