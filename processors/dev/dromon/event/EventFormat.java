package dev.dromon.event;

import java.util.Optional;

/** In whose terms a receiver gets events. Pure; never throws. */
public enum EventFormat {
    /** Every event, as docs/reference/cloud-events.md says. */
    CLOUDEVENTS,
    /** Those that have a type in CDEvents, as docs/reference/cdevents.md says. */
    CDEVENTS;

    /** The event of the transition at that place in the format's terms; empty when they have no word for it. */
    public Optional<CloudEvent> tell(Flow flow, int place, CloudEvent event) {
        return this == CLOUDEVENTS ? Optional.of(event) : CDEvents.of(flow, place, event).map(event::as);
    }
}
