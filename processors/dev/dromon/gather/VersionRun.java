package dev.dromon.gather;

import dev.dromon.model.RunObservation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Objects;

/** A KeptnAppVersion or KeptnWorkloadVersion and what was observed of its run. */
public record VersionRun(HasMetadata version, RunObservation observation) {

    public VersionRun {
        Objects.requireNonNull(version);
        Objects.requireNonNull(observation);
    }
}
