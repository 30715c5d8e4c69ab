package dev.dromon.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;

/**
 * One item of a list of checks: a definition and how much its failure counts, as in {@code smoke}, {@code smoke:warn}, {@code scan:observe-until=2027-01-31}. A colon cannot be part of
 * the name of a definition (RFC 1123). Rule: docs/reference/severity.md.
 *
 * @param definition name of the task or evaluation definition: what stands before the first colon, or the whole item when that is nothing
 * @param severity   what is asked for; BLOCK when nothing is, or when it cannot be read
 * @param until      last day, in UTC, on which OBSERVE counts; empty when it has no end
 * @param problem    what is wrong with the item, one sentence; empty when nothing is
 */
public record CheckReference(String definition, Severity severity, Optional<LocalDate> until, Optional<String> problem) {

    private static final char SEPARATOR = ':';
    private static final String UNTIL = Severity.OBSERVE.wire() + "-until=";
    private static final String EXPECTED = "expected <definition>, or with :block, :warn, :observe or :observe-until=<yyyy-mm-dd> after it, found '";

    public CheckReference {
        Objects.requireNonNull(definition);
        Objects.requireNonNull(severity);
        Objects.requireNonNull(until);
        Objects.requireNonNull(problem);
    }

    /** Reads an item; blanks around its parts are dropped. What cannot be read blocks and has a problem. Never throws. */
    public static CheckReference parse(String item) {
        int colon = item.indexOf(SEPARATOR);
        String definition = colon < 0 ? item.trim() : item.substring(0, colon).trim();
        if (definition.isEmpty()) {
            return unreadable(item.trim(), item);
        }
        String word = colon < 0 ? Severity.BLOCK.wire() : item.substring(colon + 1).trim();
        if (word.startsWith(UNTIL)) {
            return day(word.substring(UNTIL.length())).map(day -> new CheckReference(definition, Severity.OBSERVE, Optional.of(day), Optional.empty()))
                    .orElseGet(() -> unreadable(definition, item));
        }
        return Severity.named(word).map(s -> new CheckReference(definition, s, Optional.empty(), Optional.empty())).orElseGet(() -> unreadable(definition, item));
    }

    private static CheckReference unreadable(String definition, String item) {
        return new CheckReference(definition, Severity.BLOCK, Optional.empty(), Optional.of(EXPECTED + item.trim() + "'"));
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** What the failure of a check counts that is created at that moment: once the last day of its observation is over, it blocks. Never throws. */
    public Severity at(Instant created) {
        return until.filter(day -> created.atZone(ZoneOffset.UTC).toLocalDate().isAfter(day)).isPresent() ? Severity.BLOCK : severity;
    }
}
