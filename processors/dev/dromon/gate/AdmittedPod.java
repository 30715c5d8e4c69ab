package dev.dromon.gate;

import java.util.List;

/**
 * A pod that is about to be created.
 *
 * @param workload  whether a ReplicaSet, StatefulSet or DaemonSet owns it
 * @param gated     whether it carries our gate already
 * @param letGo     whether it carries the mark of a removed gate
 * @param revisions {@code <owner uid>.<template hash>} for each of its owners; empty without owners
 */
public record AdmittedPod(boolean workload, boolean gated, boolean letGo, List<String> revisions) {

    /** Copies the list. */
    public AdmittedPod {
        revisions = List.copyOf(revisions);
    }
}
