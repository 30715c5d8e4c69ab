package dev.dromon.analysis;

import java.time.Instant;
import java.util.Objects;

/** A time range, its beginning before its end. */
public record Timeframe(Instant from, Instant to) {

    public Timeframe {
        Objects.requireNonNull(from);
        Objects.requireNonNull(to);
    }
}
