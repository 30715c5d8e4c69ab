package dev.dromon.fault;

import java.time.Duration;

/** What goes wrong and when. Asked in the proxy's thread; answers must depend on nothing but the arguments and a seed. */
interface FaultPlan {

    /** Nothing goes wrong. */
    FaultPlan NONE = call -> Fate.PASS;

    /** What becomes of a request. */
    Fate fate(ApiCall call);

    /** What else happens at the moment of a request: to watches, to all connections. */
    default void strike(ApiCall call, FaultProxy proxy) {
    }

    /** How long the given message of a watch is held back; messages of one watch keep their order. */
    default Duration held(String path, long message) {
        return Duration.ZERO;
    }

    /** Whether the given message of a watch comes twice. */
    default boolean doubled(String path, long message) {
        return false;
    }

    /** Whether this list is answered with an older answer to the same list. */
    default boolean stale(ApiCall call) {
        return false;
    }
}
