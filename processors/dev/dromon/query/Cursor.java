package dev.dromon.query;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the events. Exact in the log it comes from; in any other log (another replica, or this one after a restart) it says what certainly lies before it. Opaque to
 * clients. Rule: docs/reference/events-api.md, cursor.
 *
 * @param log    id of the log that the number counts in
 * @param number events of that log up to this one lie before it; 0 for none
 * @param safe   what lies before it in every log
 * @param until  of the events up to this number of the log, those that {@code floor} names lie before it too; 0 when it is not so
 * @param floor  see {@code until}
 */
record Cursor(String log, long number, Safe safe, long until, Safe floor) {

    /** Before all events, in every log. */
    static final Cursor START = new Cursor("0", 0, Safe.NOTHING, 0, Safe.NOTHING);

    /** Longer ones were not given out here. */
    private static final int LONGEST = 300;
    private static final Pattern FORM = Pattern.compile("1\\.([0-9a-f]{1,32})\\.(\\d{1,18})\\.(\\d{1,18})\\.(\\d{1,18})\\.(\\d{1,18})\\.(\\d{1,18})\\.(\\d{1,18})");

    /**
     * All events that can be seen in app versions up to one resource version, and in workload versions up to another.
     *
     * @param apps      resource version; 0 for none
     * @param workloads the same
     */
    record Safe(long apps, long workloads) {

        /** Nothing. */
        static final Safe NOTHING = new Safe(0, 0);

        /** What is in one of the two. */
        Safe and(Safe other) {
            return new Safe(Math.max(apps, other.apps), Math.max(workloads, other.workloads));
        }
    }

    /** A place in a log, with nothing besides. */
    static Cursor in(String log, long number, Safe safe) {
        return new Cursor(log, number, safe, 0, Safe.NOTHING);
    }

    /** The same place, when more than it says certainly lies before it. */
    Cursor safely(Safe more) {
        return new Cursor(log, number, safe.and(more), until, floor);
    }

    /** As clients get it: letters, digits, hyphens and underscores. */
    String text() {
        String plain = String.join(".", "1", log, Long.toString(number), Long.toString(safe.apps), Long.toString(safe.workloads), Long.toString(until), Long.toString(floor.apps),
                Long.toString(floor.workloads));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    /** The cursor that a client got; empty when the text is none. */
    static Optional<Cursor> parse(String text) {
        if (text.length() > LONGEST || !text.matches("[A-Za-z0-9_-]+")) {
            return Optional.empty();
        }
        try {
            Matcher parts = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
            return parts.matches() ? Optional.of(new Cursor(parts.group(1), number(parts, 2), safe(parts, 3), number(parts, 5), safe(parts, 6))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Safe safe(Matcher parts, int first) {
        return new Safe(number(parts, first), number(parts, first + 1));
    }

    private static long number(Matcher parts, int group) {
        return Long.parseLong(parts.group(group));
    }
}
