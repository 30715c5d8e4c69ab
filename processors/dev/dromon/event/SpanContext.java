package dev.dromon.event;

import dev.dromon.model.Hash;
import dev.dromon.model.Phase;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which span of which trace. Ids are functions of what a span is about, so that a trace goes on through any restart. Pure; never throws. Rules: W3C Trace Context;
 * docs/reference/traces.md.
 *
 * @param traceId 32 hex digits, not all zero
 * @param spanId  16 hex digits, not all zero
 */
public record SpanContext(String traceId, String spanId) {

    private static final Pattern TRACEPARENT = Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}");
    private static final int TRACE = 32;
    private static final int SPAN = 16;

    public SpanContext {
        Objects.requireNonNull(traceId);
        Objects.requireNonNull(spanId);
    }

    /** Reads a traceparent header's value; empty when it is null or is none. Rule: section 3.2. */
    public static Optional<SpanContext> parse(String traceparent) {
        Matcher matcher = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
        return matcher.matches() ? Optional.of(new SpanContext(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** The value of a traceparent header, marked as sampled. */
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + "-01";
    }

    /**
     * The span of a version's run.
     *
     * @param uid    uid of the version object
     * @param parent what it continues; empty begins a trace
     * @param run    how often it had ended before
     */
    public static SpanContext run(String uid, Optional<SpanContext> parent, int run) {
        return of(uid, parent, "run\n" + run);
    }

    /** The span of a phase of a version; {@code start} says which start of it, from 1. */
    public static SpanContext phase(String uid, Optional<SpanContext> parent, Phase phase, int start) {
        return of(uid, parent, "phase\n" + phase.wire() + "\n" + start);
    }

    /** The span of a KeptnTask or KeptnEvaluation of a version, by its name. */
    public static SpanContext check(String uid, Optional<SpanContext> parent, String name) {
        return of(uid, parent, "check\n" + name);
    }

    private static SpanContext of(String uid, Optional<SpanContext> parent, String what) {
        return new SpanContext(parent.map(SpanContext::traceId).orElseGet(() -> Hash.sha256("trace\n" + uid, TRACE)), Hash.sha256("span\n" + uid + "\n" + what, SPAN));
    }
}
