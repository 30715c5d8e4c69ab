package dev.dromon.sandbox.demo;

import io.fabric8.kubernetes.api.model.Event;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One Event.
 *
 * @param time     when it happened, microseconds
 * @param number   how many were heard before it
 * @param kind     kind of the object that it is about
 * @param object   name of that object
 * @param reason   name of the event
 * @param warning  whether its type is Warning
 * @param message  what it says
 * @param workload workload without the name of its app; empty when the event does not belong to one
 */
record Told(Instant time, long number, String kind, String object, String reason, boolean warning, String message, String workload) {

    private static final String APP = "dromon.dev/app";
    private static final String WORKLOAD = "dromon.dev/workload";

    static Told of(Event event, long number) {
        Map<String, String> annotations = Optional.ofNullable(event.getMetadata().getAnnotations()).orElse(Map.of());
        String workload = annotations.getOrDefault(WORKLOAD, "");
        String prefix = annotations.getOrDefault(APP, "") + "-";
        String time = event.getEventTime() == null ? event.getFirstTimestamp() : event.getEventTime().getTime();
        return new Told(Instant.parse(time), number, event.getInvolvedObject().getKind(), event.getInvolvedObject().getName(), event.getReason(), "Warning".equals(event.getType()),
                Optional.ofNullable(event.getMessage()).orElse(""), workload.startsWith(prefix) ? workload.substring(prefix.length()) : workload);
    }

    /** Whether it is about an object of that kind and has that name. */
    boolean is(String aKind, String aReason) {
        return kind.equals(aKind) && reason.equals(aReason);
    }
}
