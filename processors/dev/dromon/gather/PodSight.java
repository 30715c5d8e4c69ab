package dev.dromon.gather;

import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.discovery.WorkloadKeys;
import dev.dromon.gate.GateVerdict;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Objects;
import java.util.Optional;

/**
 * A pod at our gate, and all that matters for it.
 *
 * @param pod     the pod
 * @param verdict what happens to it
 * @param owner   the ReplicaSet, StatefulSet or DaemonSet that controls it; empty for other pods
 * @param top     the object that its user applied: the Deployment or Rollout above the owner, or the owner itself; empty when it could not be read
 * @param keys    what its annotations and labels say; empty when they name no workload
 * @param current whether it was made from its owner's newest template, so that it says what the workload is now
 * @param version its workload version; empty when there is none yet
 */
public record PodSight(Pod pod, GateVerdict verdict, Optional<OwnerReference> owner, Optional<HasMetadata> top, Optional<WorkloadKeys> keys, boolean current,
        Optional<KeptnWorkloadVersion> version) {

    public PodSight {
        Objects.requireNonNull(pod);
        Objects.requireNonNull(verdict);
    }

    /** Whether the pod's annotations decide what its KeptnWorkload looks like. */
    public boolean definesWorkload() {
        return keys.isPresent() && current && (verdict == GateVerdict.HOLD || verdict == GateVerdict.RELEASE_APPROVED);
    }

    /** Whether the gate comes off. */
    public boolean released() {
        return verdict == GateVerdict.RELEASE_APPROVED || verdict == GateVerdict.RELEASE_UNMANAGED || verdict == GateVerdict.RELEASE_OUTSIDE;
    }

    /** Whether further pods of its revision need not be held. */
    public boolean approvesRevision() {
        return verdict == GateVerdict.RELEASE_APPROVED || verdict == GateVerdict.RELEASE_UNMANAGED;
    }
}
