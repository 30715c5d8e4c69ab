package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;

/** What is dropped from cached objects because nobody reads it; each changes and returns its argument. Never throws. */
public final class Trims {

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private Trims() {
    }

    /** Drops kubectl's copy of the manifest. Managed fields are not read in the first place ({@link ManagedFieldsModule}). */
    public static <T extends HasMetadata> T metadata(T object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        if (annotations != null) {
            annotations.remove(LAST_APPLIED);
        }
        return object;
    }

    /** Keeps a pod's metadata, gates, node, phase and readiness, and of its containers name, image and environment. */
    public static Pod pod(Pod pod) {
        metadata(pod);
        PodSpec full = pod.getSpec();
        if (full != null) {
            PodSpec kept = new PodSpec();
            kept.setSchedulingGates(full.getSchedulingGates());
            kept.setNodeName(full.getNodeName());
            kept.setContainers(full.getContainers().stream().map(Trims::container).toList());
            pod.setSpec(kept);
        }
        if (pod.getStatus() != null) {
            PodStatus kept = new PodStatus();
            kept.setPhase(pod.getStatus().getPhase());
            kept.setConditions(pod.getStatus().getConditions().stream().filter(c -> "Ready".equals(c.getType())).toList());
            pod.setStatus(kept);
        }
        return pod;
    }

    private static Container container(Container full) {
        return new ContainerBuilder().withName(full.getName()).withImage(full.getImage()).withEnv(full.getEnv()).build();
    }

    /** Drops the pod template. */
    public static ReplicaSet replicaSet(ReplicaSet object) {
        if (object.getSpec() != null) {
            object.getSpec().setTemplate(null);
        }
        return metadata(object);
    }

    /** Drops the pod template. */
    public static Deployment deployment(Deployment object) {
        if (object.getSpec() != null) {
            object.getSpec().setTemplate(null);
        }
        return metadata(object);
    }

    /** Drops the pod template and the volume claims. */
    public static StatefulSet statefulSet(StatefulSet object) {
        if (object.getSpec() != null) {
            object.getSpec().setTemplate(null);
            object.getSpec().setVolumeClaimTemplates(null);
        }
        return metadata(object);
    }

    /** Drops the pod template. */
    public static DaemonSet daemonSet(DaemonSet object) {
        if (object.getSpec() != null) {
            object.getSpec().setTemplate(null);
        }
        return metadata(object);
    }

    /** Drops the pod template. */
    public static Job job(Job object) {
        if (object.getSpec() != null) {
            object.getSpec().setTemplate(null);
        }
        return metadata(object);
    }

    /** Drops finalizers and phase; labels and annotations stay. */
    public static Namespace namespace(Namespace object) {
        object.setSpec(null);
        object.setStatus(null);
        return metadata(object);
    }

    /** Drops the stored template; its number and its labels stay. */
    public static ControllerRevision controllerRevision(ControllerRevision object) {
        object.setData(null);
        return metadata(object);
    }
}
