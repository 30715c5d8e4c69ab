package dev.dromon.fault;

import java.time.Duration;

/**
 * What becomes of one request.
 *
 * @param code  HTTP code of a refusal; 0 otherwise
 * @param delay how long it is on its way before that
 */
record Fate(Kind kind, int code, Duration delay) {

    static final Fate PASS = of(Kind.PASS);

    /** What can happen to a request. */
    enum Kind {
        /** Nothing. */
        PASS,
        /** The API server does not get it; the runtime gets an error code. */
        REFUSE,
        /** The API server does not get it; the connection is cut. */
        RESET,
        /** The API server does what it asks; the connection is cut before the answer. */
        LOSE_ANSWER,
        /** Somebody else changes the object, or creates it, right before. */
        TOUCH,
        /** The runtime dies before the API server gets it. */
        DIE_BEFORE,
        /** The runtime dies after the API server did what it asks, before the answer. */
        DIE_AFTER
    }

    static Fate of(Kind kind) {
        return new Fate(kind, 0, Duration.ZERO);
    }

    static Fate refused(int code) {
        return new Fate(Kind.REFUSE, code, Duration.ZERO);
    }

    static Fate late(Duration delay) {
        return new Fate(Kind.PASS, 0, delay);
    }
}
