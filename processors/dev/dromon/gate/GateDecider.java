package dev.dromon.gate;

import dev.dromon.model.Phase;
import dev.dromon.model.RunStatus;

/** Decides whether a pod is released. Fails closed: what is not recorded as passed is not passed. Pure; never throws. Rules: docs/concepts.md, the gate. */
public final class GateDecider {

    private GateDecider() {
    }

    /** A pod outside enabled namespaces or without workload keys is let go; one of ours only when its own version is approved; anything unreadable holds. */
    public static GateVerdict decide(GateObservation pod) {
        if (!pod.gated()) {
            return GateVerdict.UNGATED;
        }
        if (pod.gateRemoved() || pod.namespaceEnabled().filter(enabled -> !enabled).isPresent()) {
            return GateVerdict.RELEASE_OUTSIDE;
        }
        if (pod.namespaceEnabled().isEmpty() || pod.workload().isEmpty()) {
            return GateVerdict.HOLD;
        }
        if (!pod.workload().get()) {
            return GateVerdict.RELEASE_UNMANAGED;
        }
        return pod.version().filter(GateDecider::approved).isPresent() ? GateVerdict.RELEASE_APPROVED : GateVerdict.HOLD;
    }

    /**
     * Whether the pods of a workload version may run: its pre-deployment phases are recorded as passed and its deployment has begun, which it does only after those
     * of its app. A later failure or a newer version does not take it back.
     */
    public static boolean approved(RunStatus workload) {
        return workload.deploymentStart().isPresent() && workload.phase(Phase.WORKLOAD_PRE_DEPLOY_TASKS).state().passed()
                && workload.phase(Phase.WORKLOAD_PRE_DEPLOY_EVALUATIONS).state().passed();
    }

    /** Whether the workloads of an app version may begin: its own pre-deployment phases are recorded as passed, with or without a warning. */
    public static boolean appApproved(RunStatus app) {
        return app.phase(Phase.APP_PRE_DEPLOY_TASKS).state().passed() && app.phase(Phase.APP_PRE_DEPLOY_EVALUATIONS).state().passed();
    }
}
