package dev.dromon.sink;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/**
 * What an answer means. Pure; never throws. Rule: docs/reference/event-delivery.md, answers.
 *
 * @param verdict    what to do
 * @param problem    why, in one sentence; empty when it was taken
 * @param retryAfter how long the receiver wants to be left alone; empty when it does not say
 */
public record Answer(Verdict verdict, String problem, Optional<Duration> retryAfter) {

    /** Taken; to be sent again; not wanted. */
    public enum Verdict {
        TAKEN, RETRY, REFUSED
    }

    /** They say nothing about the event: not now, or not let in. */
    private static final Set<Integer> PASSING = Set.of(401, 403, 407, 408, 429);
    private static final int CLASS = 100;

    /** The meaning of a status code and, null when there was none, a Retry-After header, of a receiver whose address is in this field. */
    static Answer of(String field, int status, String retryAfter, Instant now) {
        int kind = status / CLASS;
        if (kind == 2) {
            return new Answer(Verdict.TAKEN, "", Optional.empty());
        }
        if (kind == 3) {
            return retry("the receiver answered " + status + ", and redirects are not followed; put the address that it redirects to into " + field);
        }
        Verdict verdict = kind == 4 && !PASSING.contains(status) ? Verdict.REFUSED : Verdict.RETRY;
        return new Answer(verdict, "the receiver answered " + status + ", and only 200 to 299 means that it has taken an event", wait(retryAfter, now));
    }

    /** There was no answer, for this reason. */
    static Answer retry(String problem) {
        return new Answer(Verdict.RETRY, problem, Optional.empty());
    }

    /** How long a Retry-After header asks to wait; null and what cannot be read is empty. RFC 9110, section 10.2.3: seconds, or a date. */
    static Optional<Duration> wait(String retryAfter, Instant now) {
        if (retryAfter == null) {
            return Optional.empty();
        }
        String text = retryAfter.strip();
        if (text.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            return Optional.of(Duration.between(now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())).filter(d -> !d.isNegative());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
