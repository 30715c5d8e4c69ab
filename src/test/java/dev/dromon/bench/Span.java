package dev.dromon.bench;

import java.util.Comparator;
import java.util.List;

/** A time from its begin to its end, both of System.nanoTime. */
record Span(long begin, long end) {

    /** How much of this time at least one of the others fills, in nanoseconds; what others share counts once, what lies outside not at all. */
    long filledBy(List<Span> others) {
        long filled = 0;
        long upTo = begin;
        for (Span other : others.stream().sorted(Comparator.comparingLong(Span::begin)).toList()) {
            long from = Math.max(other.begin, upTo);
            long to = Math.min(other.end, end);
            filled += Math.max(0, to - from);
            upTo = Math.max(upTo, to);
        }
        return filled;
    }
}
