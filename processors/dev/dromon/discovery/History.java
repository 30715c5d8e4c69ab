package dev.dromon.discovery;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which finished versions of an app or workload are old enough to go. Pure; never throws. Rule: docs/concepts.md, history. */
public final class History {

    private History() {
    }

    /**
     * A version.
     *
     * @param name   name of the version object
     * @param order  its place among the versions; the highest is the newest
     * @param ended  whether its run has ended
     * @param failed whether it ended badly
     * @param told   whether all its events have been told, so that nothing is lost with it
     */
    public record Entry(String name, long order, boolean ended, boolean failed, boolean told) {
    }

    /** Names of the versions that go: ended and told, older than the newest {@code limit} ended ones, and not the last that failed. */
    public static List<String> expired(List<Entry> versions, int limit) {
        List<Entry> ended = versions.stream().filter(Entry::ended).sorted(Comparator.comparingLong(Entry::order).reversed()).toList();
        Set<String> kept = new HashSet<>(ended.stream().limit(limit).map(Entry::name).toList());
        ended.stream().filter(Entry::failed).findFirst().ifPresent(last -> kept.add(last.name()));
        return ended.stream().filter(e -> e.told() && !kept.contains(e.name())).map(Entry::name).toList();
    }
}
