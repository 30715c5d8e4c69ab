package dev.dromon.model;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that a person asked of a run, by an annotation on its version object.
 *
 * @param id     one per asking, never empty; what was recorded under it is not done again
 * @param verb   what is asked
 * @param check  the check it concerns: name of its definition, task or evaluation; empty for all, and for verbs that concern the run
 * @param reason why; empty when none was given
 * @param by     who, as far as the API server tells; empty when it does not
 */
public record Intervention(String id, Verb verb, String check, String reason, String by) {

    /** What can be asked; of several at the same time the first in this order is done first. */
    public enum Verb {
        /** The run ends. */
        ABORT("abort", TransitionType.ABORT),
        /** The pre-deployment checks count as passed, whatever they say. */
        APPROVE("approve", TransitionType.APPROVE),
        /** One check counts as passed. */
        SKIP("skip", TransitionType.SKIP),
        /** What has failed is done again. */
        RETRY("retry", TransitionType.RETRY);

        private final String wire;
        private final TransitionType done;

        Verb(String wire, TransitionType done) {
            this.wire = wire;
            this.done = done;
        }

        /** Name as in the annotation, for example {@code retry}. */
        public String wire() {
            return wire;
        }

        /** What is recorded when it was done. */
        public TransitionType done() {
            return done;
        }

        /** Reads {@link #wire()}; any other word is empty. Never throws. */
        public static Optional<Verb> named(String wire) {
            return Arrays.stream(values()).filter(v -> v.wire.equals(wire)).findFirst();
        }
    }

    /** How many of them one run records, since its status is bounded; more are not done. */
    public static final int LIMIT = 100;

    private static final String ALL = "*";

    public Intervention {
        Objects.requireNonNull(id);
        Objects.requireNonNull(verb);
        Objects.requireNonNull(check);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(by);
    }

    /** Reads the value of an annotation: {@code <check>: <reason>} for a single check ({@code *} or nothing means all), {@code <reason>} for the run. Never throws. */
    public static Intervention of(String id, Verb verb, String value, String by) {
        if (verb == Verb.ABORT || verb == Verb.APPROVE) {
            return new Intervention(id, verb, "", value.trim(), by);
        }
        int colon = value.indexOf(':');
        String check = (colon < 0 ? value : value.substring(0, colon)).trim();
        return new Intervention(id, verb, ALL.equals(check) ? "" : check, colon < 0 ? "" : value.substring(colon + 1).trim(), by);
    }
}
