package dev.dromon.analysis;

import dev.dromon.model.Blocker;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How far an Analysis is.
 *
 * @param timeframe its time range; empty while that is not known
 * @param stored    what came of each query, while some could not be answered
 * @param blocker   why it does not go on; not read back from what is recorded
 * @param result    its verdict, once it is decided; not read back from what is recorded
 */
public record AnalysisProgress(State state, Optional<Timeframe> timeframe, List<StoredValue> stored, Optional<Blocker> blocker, Optional<AnalysisResult> result) {

    /** Nobody has looked at it. */
    public static final AnalysisProgress NEW = new AnalysisProgress(State.NEW, Optional.empty(), List.of(), Optional.empty(), Optional.empty());

    /** Its states, with Keptn's names. */
    public enum State {
        /** Values have not been asked for. */
        NEW(""),
        /** Values have been asked for. */
        PROGRESSING("Progressing"),
        /** There is a verdict, which stays. */
        COMPLETED("Completed");

        private final String wire;

        State(String wire) {
            this.wire = wire;
        }

        /** The name in the status. */
        public String wire() {
            return wire;
        }

        /** The state of that name; anything else is NEW. */
        public static State of(String wire) {
            return COMPLETED.wire.equals(wire) ? COMPLETED : PROGRESSING.wire.equals(wire) ? PROGRESSING : NEW;
        }
    }

    public AnalysisProgress {
        Objects.requireNonNull(state);
        Objects.requireNonNull(timeframe);
        stored = List.copyOf(stored);
        Objects.requireNonNull(blocker);
        Objects.requireNonNull(result);
    }

    AnalysisProgress blocked(Optional<Timeframe> range, Blocker by) {
        return new AnalysisProgress(state, range, stored, Optional.of(by), Optional.empty());
    }
}
