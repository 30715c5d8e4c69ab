package dev.dromon.model;

import java.util.EnumSet;
import java.util.Set;

/** State of a check, a phase or a run, in Keptn's spelling (KeptnState). */
public enum State {
    PENDING("Pending"),
    PROGRESSING("Progressing"),
    /** It could not be read; never a verdict. */
    UNKNOWN("Unknown"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed"),
    /** It will never run: an earlier phase failed, or a newer version took over. */
    DEPRECATED("Deprecated"),
    /** It failed without blocking, because of its severity or because {@code blockDeployment} is false; or somebody waived it. */
    WARNING("Warning");

    private final String wire;

    State(String wire) {
        this.wire = wire;
    }

    /** Keptn's spelling, for example {@code Progressing}. */
    public String wire() {
        return wire;
    }

    /** Whether nothing can change this state any more. */
    public boolean completed() {
        return this == SUCCEEDED || this == FAILED || this == DEPRECATED || this == WARNING;
    }

    /** States that may follow: any other before the end, in both directions (a check can be deleted and made again); none after it. Never throws. */
    public Set<State> next() {
        return completed() ? Set.of() : EnumSet.complementOf(EnumSet.of(this));
    }

    /**
     * Whether a look that finds the other state after this one was recorded is older than the record: Pending after Progressing, or anything open after a good end. What
     * has failed may be open again, because somebody retried it. Never throws.
     */
    public boolean outdates(State found) {
        return this == PROGRESSING && found == PENDING || passed() && (found == PENDING || found == PROGRESSING);
    }

    /** Whether the flow may go on after it: succeeded, or failed without blocking. */
    public boolean passed() {
        return this == SUCCEEDED || this == WARNING;
    }

    /** Reads Keptn's spelling; null, empty and unknown words are {@link #PENDING}, as Keptn reads them. Never throws. */
    public static State of(String wire) {
        for (State state : values()) {
            if (state.wire.equals(wire)) {
                return state;
            }
        }
        return PENDING;
    }
}
