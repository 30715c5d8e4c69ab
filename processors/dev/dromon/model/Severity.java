package dev.dromon.model;

import java.util.Arrays;
import java.util.Optional;

/** What the failure of a check means for its phase. Rule: docs/reference/severity.md. */
public enum Severity {
    /** The phase fails, and the run with it. */
    BLOCK("block"),
    /** The phase ends as Warning, and the run goes on. */
    WARN("warn"),
    /** Nothing: the outcome is recorded and told, and no phase waits for it. */
    OBSERVE("observe");

    private final String wire;

    Severity(String wire) {
        this.wire = wire;
    }

    /** Spelling in references to checks, in specs and in a status, for example {@code warn}. */
    public String wire() {
        return wire;
    }

    /** What it comes to under the setting {@code blockDeployment}: without blocking, what would block only warns. Never throws. */
    public Severity under(boolean blockDeployment) {
        return this == BLOCK && !blockDeployment ? WARN : this;
    }

    /** Reads {@link #wire()}; any other word is empty. Never throws. */
    public static Optional<Severity> named(String wire) {
        return Arrays.stream(values()).filter(s -> s.wire.equals(wire)).findFirst();
    }

    /** Reads what a status or spec holds: null and unknown words are {@link #BLOCK}, which is also what earlier releases meant by nothing. Never throws. */
    public static Severity of(String wire) {
        return named(wire).orElse(BLOCK);
    }
}
