package dev.dromon.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What follows from an observation of a run.
 *
 * @param observation  what it was decided from
 * @param status       the status to be written, equal to the observed one when nothing changed
 * @param actions      what to create for the checks of the current phase; empty when nothing is to be done
 * @param requeueAfter when to look again without an event; empty when an event will come
 */
public record Decision(RunObservation observation, RunStatus status, List<Action> actions, Optional<Duration> requeueAfter) {

    public Decision {
        Objects.requireNonNull(observation);
        Objects.requireNonNull(status);
        actions = List.copyOf(actions);
    }

    /** Whether the status has to be written. */
    public boolean changed() {
        return !status.equals(observation.status());
    }
}
