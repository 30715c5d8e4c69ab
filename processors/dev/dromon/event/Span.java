package dev.dromon.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A part of a version's run as traces tell of it. Rule: OpenTelemetry, trace API.
 *
 * @param context    which span it is
 * @param parent     span id of the span that it is part of; empty when it begins a trace
 * @param name       what it is, for people
 * @param failed     whether its status is an error; otherwise it is ok
 * @param message    why it failed; empty when it did not
 * @param attributes names to values, in their order
 * @param links      spans of other traces that it follows from
 */
public record Span(SpanContext context, Optional<String> parent, String name, Instant start, Instant end, boolean failed, String message, Map<String, String> attributes,
        List<SpanContext> links) {

    public Span {
        Objects.requireNonNull(context);
        Objects.requireNonNull(parent);
        Objects.requireNonNull(name);
        Objects.requireNonNull(start);
        Objects.requireNonNull(end);
        Objects.requireNonNull(message);
        links = List.copyOf(links);
    }
}
