package dev.dromon.kube;

import java.time.Duration;

/** Learns what the routes that begin with {@code kube:} do. Called by their threads, at every look: it must be quick and thread-safe, and never throw. */
public interface LoopListener {

    /** How a look ended. */
    enum Result {
        /** The route went through. */
        DONE,
        /** The route was not run: there was nothing to do for the object. */
        SETTLED,
        /** Somebody else changed or deleted the object first. */
        CONFLICT,
        /** The API server refused, or did not answer. */
        REFUSED,
        /** The namespace is going away. */
        NAMESPACE_GONE,
        /** Anything else was thrown. */
        ERROR,
        /** This replica stopped working meanwhile. */
        INTERRUPTED
    }

    /** One look at one key of a route whose objects are of that kind. */
    record Look(String route, String kind, Result result, Duration took) {
    }

    /** Learns nothing. */
    LoopListener NONE = new LoopListener() {
        @Override
        public void taken(String route, Duration waited) {
            // nobody listens
        }

        @Override
        public void looked(Look look) {
            // nobody listens
        }
    };

    /** A worker of the route took a key that was due for so long. */
    void taken(String route, Duration waited);

    /** A look has ended. */
    void looked(Look look);
}
