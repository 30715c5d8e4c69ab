package dev.dromon.gate;

import dev.dromon.model.RunStatus;
import java.util.Optional;

/**
 * A pod that may be waiting at our gate.
 *
 * @param gated            whether it carries our gate
 * @param namespaceEnabled whether its namespace is opted in; empty when that could not be read
 * @param gateRemoved      whether it carries the mark of a removed gate
 * @param workload         whether a workload key was found; empty when its owner could not be read yet
 * @param version          recorded run of the pod's own workload version; empty when there is none yet
 */
public record GateObservation(boolean gated, Optional<Boolean> namespaceEnabled, boolean gateRemoved, Optional<Boolean> workload, Optional<RunStatus> version) {
}
