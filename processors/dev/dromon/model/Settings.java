package dev.dromon.model;

import java.time.Duration;
import java.util.Objects;

/**
 * Settings that the deciders read: those of KeptnConfig and of the runtime's own file.
 *
 * @param blockDeployment      whether a failed check stops the run (KeptnConfig)
 * @param promotion            whether the app's run has a promotion phase
 * @param observabilityTimeout how long a workload may take to get ready once its gate is lifted (KeptnConfig)
 * @param discoveryTimeout     longest wait for further workloads of an app (KeptnConfig)
 * @param discoveryQuiet       the wait ends when no new workload has come for this long
 */
public record Settings(boolean blockDeployment, boolean promotion, Duration observabilityTimeout, Duration discoveryTimeout, Duration discoveryQuiet) {

    /** What holds without any configuration. */
    public static final Settings DEFAULT = new Settings(true, true, Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(3));

    public Settings {
        Objects.requireNonNull(observabilityTimeout);
        Objects.requireNonNull(discoveryTimeout);
        Objects.requireNonNull(discoveryQuiet);
    }
}
