package dev.dromon.gather;

import dev.dromon.model.CheckObservation;
import dev.dromon.model.RunObservation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Objects;

/**
 * A KeptnAppVersion or KeptnWorkloadVersion and what was observed of its run.
 *
 * @param basis other versions that the observation was read from
 */
public record VersionRun(HasMetadata version, RunObservation observation, Basis basis) {

    public VersionRun {
        Objects.requireNonNull(version);
        Objects.requireNonNull(observation);
        Objects.requireNonNull(basis);
    }

    /** The same run with one check replaced by what it looks like now. */
    public VersionRun with(CheckObservation seen) {
        return new VersionRun(version, observation.with(seen), basis);
    }
}
