package dev.dromon.query;

import dev.dromon.http.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a request asks for. Rule: docs/reference/events-api.md, parameters.
 *
 * @param selection which events
 * @param since     those behind this place; empty when it does not say
 * @param limit     how many at most
 */
record EventQuery(EventSelection selection, Optional<Cursor> since, int limit) {

    /** A request that asks for what cannot be; the message is for the client. */
    static final class InvalidQueryException extends Exception {

        private static final long serialVersionUID = 1L;

        InvalidQueryException(String what, String expected, String found) {
            super("expected " + what + " to be " + expected + ", found '" + (found.length() > SHOWN ? found.substring(0, SHOWN) + "…" : found) + "'");
        }
    }

    private static final int SHOWN = 100;
    private static final int DEFAULT_LIMIT = 100;
    private static final int HIGHEST_LIMIT = 500;
    private static final int MOST_REASONS = 50;
    private static final String LIMIT = "limit";
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final String CURSOR = "a cursor as an earlier answer has it";
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NAME = Pattern.compile(".{1,253}");
    private static final Pattern REASON = Pattern.compile("[A-Za-z]{1,100}");
    private static final Set<String> OF_PAGES = Set.of("namespace", "app", "workload", "reason", "since", LIMIT);
    private static final Set<String> OF_STREAMS = Set.of("namespace", "app", "workload", "reason", "since");

    /** For a page of events. */
    static EventQuery ofPage(Request request) throws InvalidQueryException {
        refuseUnknown(request, OF_PAGES);
        String limit = one(request, LIMIT, Pattern.compile("[0-9]{1,3}"), "a whole number from 1 to " + HIGHEST_LIMIT).orElse(Integer.toString(DEFAULT_LIMIT));
        int number = Integer.parseInt(limit);
        if (number < 1 || number > HIGHEST_LIMIT) {
            throw new InvalidQueryException("parameter " + LIMIT, "a whole number from 1 to " + HIGHEST_LIMIT, limit);
        }
        return new EventQuery(selection(request), since(request), number);
    }

    /** For a stream; the place that a client was at when its stream broke comes before the one in its address. */
    static EventQuery ofStream(Request request) throws InvalidQueryException {
        refuseUnknown(request, OF_STREAMS);
        List<String> last = request.headers().getOrDefault(LAST_EVENT_ID, List.of());
        if (last.size() > 1) {
            throw new InvalidQueryException("header " + LAST_EVENT_ID, "there once", String.join(", ", last));
        }
        Optional<Cursor> since = last.isEmpty() || last.get(0).isEmpty() ? since(request) : Optional.of(cursor("header " + LAST_EVENT_ID, last.get(0)));
        return new EventQuery(selection(request), since, HIGHEST_LIMIT);
    }

    private static EventSelection selection(Request request) throws InvalidQueryException {
        List<String> reasons = request.query().getOrDefault("reason", List.of());
        if (reasons.size() > MOST_REASONS) {
            throw new InvalidQueryException("parameter reason", "there at most " + MOST_REASONS + " times", Integer.toString(reasons.size()));
        }
        for (String reason : reasons) {
            check("reason", reason, REASON, "the reason of an event, for example AppCompleted");
        }
        return new EventSelection(one(request, "namespace", LABEL, "the name of a namespace"), one(request, "app", NAME, "the name of an app"),
                one(request, "workload", NAME, "the name of a KeptnWorkload"), Set.copyOf(reasons));
    }

    private static Optional<Cursor> since(Request request) throws InvalidQueryException {
        Optional<String> text = one(request, "since", Pattern.compile(".*", Pattern.DOTALL), CURSOR);
        return text.isEmpty() ? Optional.empty() : Optional.of(cursor("parameter since", text.get()));
    }

    private static Cursor cursor(String what, String text) throws InvalidQueryException {
        Optional<Cursor> cursor = Cursor.parse(text);
        if (cursor.isEmpty()) {
            throw new InvalidQueryException(what, CURSOR, text);
        }
        return cursor.get();
    }

    private static Optional<String> one(Request request, String name, Pattern form, String expected) throws InvalidQueryException {
        List<String> values = request.query().getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new InvalidQueryException("parameter " + name, "there once", String.join(", ", values));
        }
        if (values.isEmpty()) {
            return Optional.empty();
        }
        check(name, values.get(0), form, expected);
        return Optional.of(values.get(0));
    }

    private static void check(String name, String value, Pattern form, String expected) throws InvalidQueryException {
        if (!form.matcher(value).matches()) {
            throw new InvalidQueryException("parameter " + name, expected, value);
        }
    }

    private static void refuseUnknown(Request request, Set<String> known) throws InvalidQueryException {
        for (Map.Entry<String, List<String>> parameter : request.query().entrySet()) {
            if (!known.contains(parameter.getKey())) {
                throw new InvalidQueryException("each parameter", "one of " + new TreeSet<>(known), parameter.getKey());
            }
        }
    }
}
