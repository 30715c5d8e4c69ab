package dev.dromon.event;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * One event in the terms of CloudEvents 1.0.
 *
 * @param id         {@link FlowEvent#id()}
 * @param type       {@code dev.dromon.….v1}, see {@link EventType}
 * @param source     cluster and path of the version object; a URI reference
 * @param subject    {@code app/version} or {@code app/workload/version}, as written by users
 * @param time       when it happened, microseconds
 * @param extensions names of attributes ({@code [a-z0-9]+}) to their values
 */
public record CloudEvent(String id, String type, String source, String subject, Instant time, Map<String, String> extensions, FlowData data) {

    /** Schema of the data of all events. */
    public static final String DATA_SCHEMA = "https://dromon.dev/schemas/flow-event.v1.json";

    public CloudEvent {
        Objects.requireNonNull(id);
        Objects.requireNonNull(type);
        Objects.requireNonNull(source);
        Objects.requireNonNull(subject);
        Objects.requireNonNull(time);
        extensions = Map.copyOf(extensions);
        Objects.requireNonNull(data);
    }
}
