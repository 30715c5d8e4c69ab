package dev.dromon.admission;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is next for our own certificate. Pure; never throws. A new one is made when a third of the lifetime is left; it is served only when its authority has been published
 * for a while, so that every API server has heard of it; earlier authorities stay published until they end.
 *
 * @param lifetime of a certificate
 */
record CertificatePlan(Duration lifetime) {

    private static final int RENEWAL = 3;
    private static final int SHARE = 20;
    private static final Duration LONGEST_SETTLING = Duration.ofMinutes(10);

    /** What is done. */
    enum Step {
        /** A certificate is made and served at once: there is none that could be served meanwhile. */
        MAKE,
        /** The next one is made, and not served yet. */
        PREPARE,
        /** It is noted that the authority of the next one is published. */
        NOTE,
        /** The next one becomes the one that is served. */
        PROMOTE,
        /** Nothing until a time, or until something changes. */
        WAIT
    }

    /**
     * What there is.
     *
     * @param ends      when the certificate that is served ends; empty when there is none that can be used
     * @param next      when the next one ends; empty when there is none
     * @param published when the authority of the next one was noted as published
     * @param seen      whether the authority of the next one is published now
     */
    record Sight(Optional<Instant> ends, Optional<Instant> next, Optional<Instant> published, boolean seen) {
    }

    Step next(Sight sight, Instant now) {
        boolean served = sight.ends().filter(now::isBefore).isPresent();
        boolean prepared = sight.next().filter(now::isBefore).isPresent();
        if (!served) {
            return prepared ? Step.PROMOTE : Step.MAKE;
        }
        if (!prepared) {
            return now.isBefore(renewal(sight)) ? Step.WAIT : Step.PREPARE;
        }
        if (sight.published().isEmpty()) {
            return sight.seen() ? Step.NOTE : Step.WAIT;
        }
        return sight.seen() && !now.isBefore(settled(sight)) ? Step.PROMOTE : Step.WAIT;
    }

    /** When to look again after {@link Step#WAIT}, if nothing changes before. */
    Instant again(Sight sight, Instant now) {
        Instant ends = sight.ends().orElse(now);
        if (sight.next().isEmpty()) {
            return renewal(sight);
        }
        return sight.published().isPresent() && now.isBefore(settled(sight)) ? settled(sight) : ends;
    }

    private Instant renewal(Sight sight) {
        return sight.ends().orElseThrow().minus(lifetime.dividedBy(RENEWAL));
    }

    private Instant settled(Sight sight) {
        Duration share = lifetime.dividedBy(SHARE);
        return sight.published().orElseThrow().plus(share.compareTo(LONGEST_SETTLING) < 0 ? share : LONGEST_SETTLING);
    }
}
