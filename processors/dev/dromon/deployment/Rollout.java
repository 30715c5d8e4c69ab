package dev.dromon.deployment;

import java.util.Optional;

/**
 * How far a workload has come, counted in pods.
 *
 * @param kind    kind of the object that counts them, for messages
 * @param name    its name
 * @param current whether its controller has seen the newest spec
 * @param desired pods that are wanted
 * @param updated pods of the new version
 * @param ready   ready pods of the new version
 * @param old     pods of other versions that are still there
 * @param healthy the owner's own verdict, for kinds that give one (Argo Rollout); empty for the others
 */
public record Rollout(String kind, String name, boolean current, int desired, int updated, int ready, int old, Optional<Boolean> healthy) {

    /** Whether the new version is all there and nothing else. */
    boolean complete() {
        return current && updated >= desired && ready >= desired && old == 0 && healthy.orElse(true);
    }
}
