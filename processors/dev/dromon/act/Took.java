package dev.dromon.act;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long something took that is recorded by its ends. */
final class Took {

    private Took() {
    }

    /** The time between both; zero when one is absent, or they are the wrong way round because the clock was set. Never throws. */
    static Duration between(Optional<Instant> start, Optional<Instant> end) {
        return start.flatMap(from -> end.map(to -> Duration.between(from, to))).filter(took -> !took.isNegative()).orElse(Duration.ZERO);
    }
}
