package dev.dromon.event;

import java.nio.charset.StandardCharsets;
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

    /** Bytes that a Kubernetes Event's note may have (events.k8s.io/v1). */
    private static final int MESSAGE = 1024;
    private static final String CUT = "…";

    /** Cuts a message that is too long. */
    public FlowEvent {
        Objects.requireNonNull(id);
        Objects.requireNonNull(reason);
        message = bytes(message) <= MESSAGE ? message : message.substring(0, fitting(message, MESSAGE - bytes(CUT))) + CUT;
        Objects.requireNonNull(regarding);
        Objects.requireNonNull(time);
    }

    /** How many characters from the start on have room; no character is split. */
    private static int fitting(String text, int room) {
        int end = 0;
        for (int used = 0; end < text.length(); end = text.offsetByCodePoints(end, 1)) {
            used += bytes(Character.toString(text.codePointAt(end)));
            if (used > room) {
                break;
            }
        }
        return end;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
