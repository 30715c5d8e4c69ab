package dev.dromon.model;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a deploy phase sees.
 *
 * @param state        PROGRESSING until it is deployed or has failed
 * @param message      why it failed or what it waits for; empty when there is nothing to say
 * @param blocker      a named cause that somebody has to remove; empty when it only takes time
 * @param requeueAfter when time alone can change the state; empty when only an event can
 */
public record DeployObservation(State state, String message, Optional<Blocker> blocker, Optional<Duration> requeueAfter) {

    public DeployObservation {
        Objects.requireNonNull(state);
        Objects.requireNonNull(message);
    }
}
