package dev.dromon.task;

import java.util.Objects;
import java.util.Optional;

/**
 * What the pods of a Job that has ended tell of how it ended.
 *
 * @param attempts  pods that were found
 * @param pod       the newest one that tells anything
 * @param container the container in it that did not end well, or could not start; empty when the pod is to blame, or none
 * @param exitCode  its exit code; empty when it did not end
 * @param reason    Kubernetes' word for it, for example OOMKilled, ImagePullBackOff or Evicted; empty when there is none
 * @param output    what it said last, or what Kubernetes says; empty when nothing is known, or it may not be told
 */
public record LastAttempt(int attempts, String pod, String container, Optional<Integer> exitCode, String reason, String output) {

    private static final int LINE = 256;
    /** Kubernetes' word for any exit code but 0. */
    private static final String ANY = "Error";

    public LastAttempt {
        Objects.requireNonNull(pod);
        Objects.requireNonNull(container);
        Objects.requireNonNull(exitCode);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(output);
    }

    /** A pod that there is nothing to say of. */
    public static LastAttempt silent(int attempts, String pod) {
        return new LastAttempt(attempts, pod, "", Optional.empty(), "", "");
    }

    /** One sentence without a full stop, for example {@code container check ended with exit code 1: no such host}; empty when nothing is known. */
    String sentence() {
        String why = reason.isEmpty() || exitCode.isPresent() && reason.equals(ANY) ? "" : " (" + reason + ")";
        String who = container.isEmpty() ? "pod " + pod : "container " + container;
        String what = exitCode.map(code -> who + " ended with exit code " + code + why).orElse(reason.isEmpty() ? "" : who + ": " + reason);
        return what.isEmpty() || lastLine().isEmpty() ? what : what + ": " + lastLine();
    }

    /** A program that fails says why at the end. */
    private String lastLine() {
        String line = output.lines().map(String::strip).filter(l -> !l.isEmpty()).reduce((older, newer) -> newer).orElse("");
        return line.length() <= LINE ? line : line.substring(0, LINE - 1) + "…";
    }
}
