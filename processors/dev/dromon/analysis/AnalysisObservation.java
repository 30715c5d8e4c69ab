package dev.dromon.analysis;

import dev.dromon.model.Blocker;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An Analysis as it was found.
 *
 * @param status     what is recorded of it
 * @param wanted     time range that its spec asks for at this look; empty when it asks for none
 * @param definition empty when it cannot be used
 * @param blocker    why spec or definition cannot be used; empty when they can
 * @param objectives those of the definition, in its order
 * @param asked      what was asked in this process
 * @param now        time of this look, microseconds
 */
public record AnalysisObservation(AnalysisProgress status, Optional<Timeframe> wanted, Optional<Definition> definition, Optional<Blocker> blocker, List<ObjectiveObservation> objectives,
        Map<ValueQuestion, Asked> asked, Instant now) {

    public AnalysisObservation {
        Objects.requireNonNull(status);
        Objects.requireNonNull(wanted);
        Objects.requireNonNull(definition);
        Objects.requireNonNull(blocker);
        objectives = List.copyOf(objectives);
        asked = Map.copyOf(asked);
        Objects.requireNonNull(now);
    }

    /** The same with what was asked. */
    public AnalysisObservation asked(Map<ValueQuestion, Asked> questions) {
        return new AnalysisObservation(status, wanted, definition, blocker, objectives, questions, now);
    }
}
