package dev.dromon.task;

import java.util.Objects;
import java.util.Optional;

/**
 * What is kept of a Job that is not there any more.
 *
 * @param attempts how often it was begun; 0 when it had no pod
 * @param pod      the pod of the last attempt; empty when it is not known
 * @param exitCode exit code of the container that failed; empty when none did, or it is not known
 * @param output   the last of what that container said; empty when nothing is known, or it may not be told
 */
public record TaskOutcome(int attempts, String pod, Optional<Integer> exitCode, String output) {

    public TaskOutcome {
        Objects.requireNonNull(pod);
        Objects.requireNonNull(exitCode);
        Objects.requireNonNull(output);
    }
}
