package dev.dromon.event;

import java.util.Locale;
import java.util.Optional;

/** In whose terms a receiver gets events. Pure; never throws. */
public enum EventFormat {
    /** Every event, as docs/reference/cloud-events.md says. */
    CLOUDEVENTS,
    /** Those that have a type in CDEvents, as docs/reference/cdevents.md says. */
    CDEVENTS,
    /** Those that end a span, as docs/reference/traces.md says. */
    OTLP;

    /** The format of {@code spec.format} of an EventSink; CloudEvents when it is absent. Never throws for what the schema lets pass. */
    public static EventFormat named(String wire) {
        return wire == null ? CLOUDEVENTS : valueOf(wire.toUpperCase(Locale.ROOT));
    }

    /** The event of the transition at that place in the format's terms; empty when they have no word for it. */
    public Optional<CloudEvent> tell(Flow flow, int place, CloudEvent event) {
        return switch (this) {
            case CLOUDEVENTS -> Optional.of(event);
            case CDEVENTS -> CDEvents.of(flow, place, event).map(event::as);
            case OTLP -> Spans.of(flow, place).map(event::ending);
        };
    }
}
