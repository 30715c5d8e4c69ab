package dev.dromon.gate;

import java.util.Set;
import java.util.function.BooleanSupplier;

/** Decides whether a pod that is about to be created gets our gate. Pure. Rule: kustomize/base/admission, gate.yaml and approved.yaml taken together. */
public final class AdmissionDecider {

    private AdmissionDecider() {
    }

    /**
     * A pod of an approved revision carries no gate of ours; any other pod of a workload in an enabled namespace that was not let go before does. Throws only what the
     * supplier throws.
     *
     * @param approved revisions that may start, of the pod's namespace
     * @param enabled  whether the pod's namespace is opted in; asked only when that matters
     */
    public static AdmissionVerdict decide(AdmittedPod pod, Set<String> approved, BooleanSupplier enabled) {
        if (pod.revisions().stream().anyMatch(approved::contains)) {
            return pod.gated() ? AdmissionVerdict.UNGATED : AdmissionVerdict.UNTOUCHED;
        }
        boolean candidate = pod.workload() && !pod.gated() && !pod.letGo();
        return candidate && enabled.getAsBoolean() ? AdmissionVerdict.GATED : AdmissionVerdict.UNTOUCHED;
    }
}
