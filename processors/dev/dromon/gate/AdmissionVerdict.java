package dev.dromon.gate;

/** What becomes of a pod that is about to be created. */
public enum AdmissionVerdict {
    /** It is created as it is. */
    UNTOUCHED,
    /** Our gate is added behind those of others. */
    GATED,
    /** Our gate, which it carries, is taken off. */
    UNGATED
}
