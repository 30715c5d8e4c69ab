package dev.dromon.event;

import java.time.Instant;
import java.util.Objects;

/**
 * One event of a flow, as every sink gets it.
 *
 * @param id        32 hex digits; the same fact has the same id however often it is told
 * @param reason    name of the event, for example {@code AppDeployStarted}
 * @param warning   whether somebody should look: Kubernetes type Warning instead of Normal
 * @param message   for people, at most 1024 bytes in UTF-8, which is what a Kubernetes Event takes
 * @param regarding object that the event is shown on
 * @param subject   version that it is about
 * @param phase     flow page's name of the phase; empty when it concerns the whole run
 * @param time      when it happened, microseconds
 */
public record FlowEvent(String id, String reason, boolean warning, String message, Subject.Ref regarding, Subject subject, String phase, Instant time) {

    public FlowEvent {
        Objects.requireNonNull(id);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(message);
        Objects.requireNonNull(regarding);
        Objects.requireNonNull(time);
    }
}
