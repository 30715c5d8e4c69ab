package dev.dromon.gate;

/** What happens to a pod. */
public enum GateVerdict {
    /** Nothing: it does not carry our gate. */
    UNGATED,
    /** It stays where it is. */
    HOLD,
    /** The gate comes off: the pod's namespace is not enabled, or the pod carries the mark of a removed gate. */
    RELEASE_OUTSIDE,
    /** The gate comes off: the pod belongs to no workload that is looked after. */
    RELEASE_UNMANAGED,
    /** The gate comes off: every blocking check of the pod's version is recorded as passed. */
    RELEASE_APPROVED
}
