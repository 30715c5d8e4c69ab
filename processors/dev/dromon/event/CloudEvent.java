package dev.dromon.event;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One event in the terms of CloudEvents 1.0.
 *
 * @param id         {@link FlowEvent#id()}
 * @param type       {@code dev.dromon.….v1}, see {@link EventType}; the CDEvent's, when it is one
 * @param source     cluster and path of the version object; a URI reference
 * @param subject    {@code app/version} or {@code app/workload/version}, as written by users; the CDEvent's subject id, when it is one
 * @param time       when it happened, microseconds
 * @param extensions names of attributes ({@code [a-z0-9]+}) to their values
 * @param cdEvent    what makes it a CDEvent; empty in all others
 * @param span       the span that ends with it, for those who want to know of spans only; empty for all others
 */
public record CloudEvent(String id, String type, String source, String subject, Instant time, Map<String, String> extensions, FlowData data,
        Optional<CDEvent> cdEvent, Optional<Span> span) {

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
        Objects.requireNonNull(cdEvent);
        Objects.requireNonNull(span);
    }

    /** An event that is no CDEvent. */
    public CloudEvent(String id, String type, String source, String subject, Instant time, Map<String, String> extensions, FlowData data) {
        this(id, type, source, subject, time, extensions, data, Optional.empty(), Optional.empty());
    }

    /** The same fact as a CDEvent. Rule: CloudEvents binding for CDEvents, context. */
    CloudEvent as(CDEvent told) {
        return new CloudEvent(id, told.type(), source, told.subjectId(), time, extensions, data, Optional.of(told), Optional.empty());
    }

    /** The same fact as the end of a span. */
    CloudEvent ending(Span ended) {
        return new CloudEvent(id, type, source, subject, time, extensions, data, cdEvent, Optional.of(ended));
    }
}
