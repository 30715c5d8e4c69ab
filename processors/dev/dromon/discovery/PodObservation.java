package dev.dromon.discovery;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a pod says which workload, version and app it belongs to.
 *
 * @param pod        the pod's own annotations and labels
 * @param owner      those of the Deployment, Rollout, StatefulSet, DaemonSet or bare ReplicaSet above it; empty when there is none
 * @param containers the pod's containers in their order
 */
public record PodObservation(Meta pod, Optional<Meta> owner, List<Container> containers) {

    /** Annotations and labels of an object; never null, possibly empty. */
    public record Meta(Map<String, String> annotations, Map<String, String> labels) {
        public Meta {
            annotations = Map.copyOf(annotations);
            labels = Map.copyOf(labels);
        }
    }

    /** A container: its name, image reference and literal environment. */
    public record Container(String name, String image, List<Env> env) {
        public Container {
            env = List.copyOf(env);
        }
    }

    /** One environment entry; the value is empty when it comes from elsewhere. */
    public record Env(String name, String value) {
    }

    public PodObservation {
        containers = List.copyOf(containers);
    }
}
