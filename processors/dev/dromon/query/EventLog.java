package dev.dromon.query;

import dev.dromon.act.Outbox;
import dev.dromon.gather.Basis;
import dev.dromon.gather.Versions;
import dev.dromon.kube.ChangeBell;
import dev.dromon.model.RunStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * In which order this replica has first seen the events of all versions, numbered from 1. It holds places, not events: as many as there are transitions in the cluster; those of
 * versions that are gone go too. Looked up when somebody reads: who only changes versions pays nothing for it. Thread-safe.
 */
final class EventLog {

    /** Versions that went and are remembered, in case that they were only hidden: a deletion that waits for finalizers. */
    private static final int GONE = 10_000;

    private final VersionSource source;
    private final String id;
    private final ChangeBell bell;
    private final Map<String, Known> known = new HashMap<>();
    private final Map<String, Known> gone = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > GONE;
        }
    };
    private final List<Entry> entries = new ArrayList<>();
    private long last;
    private long absorbed = -1;
    private Cursor.Safe safe = Cursor.Safe.NOTHING;

    /**
     * The place of one event.
     *
     * @param number  in this log
     * @param version whose it is
     * @param index   among the transitions of the version
     * @param safe    what certainly lies before and at this place in every log
     */
    record Entry(long number, VersionRef version, int index, Cursor.Safe safe) {
    }

    /**
     * What lies behind a place.
     *
     * @param entries the next ones, in their order
     * @param end     the place behind all that there is; empty while there is more than these entries
     */
    record Window(List<Entry> entries, Optional<Cursor> end) {
    }

    /** What is known of a version: how many transitions it had when it was last looked at, and how many of them are events. */
    private record Known(VersionRef version, int transitions, int events) {
    }

    /** A place that is new; by their orders and times those of one version are in their order. */
    private record Fresh(VersionRef version, int index, long order, Instant time) {
    }

    /** A log of that id, which no other may have; the bell tells when it is worth a look. */
    EventLog(VersionSource source, String id, ChangeBell bell) {
        this.source = source;
        this.id = id;
        this.bell = bell;
    }

    /** Whether all that there was at the start is here; before that nothing can be read. */
    boolean complete() {
        return source.complete();
    }

    /** The place behind all events that there are. */
    synchronized Cursor head() {
        absorb();
        return Cursor.in(id, last, safe);
    }

    /** The same place in this log. What a cursor of another log does not certainly have before it is told again. */
    synchronized Cursor here(Cursor cursor) {
        absorb();
        return cursor.log().equals(id) && cursor.number() <= last ? cursor : new Cursor(id, 0, cursor.safe(), last, cursor.safe());
    }

    /** What lies behind a place in this log, up to so many entries. */
    synchronized Window after(Cursor cursor, int most) {
        absorb();
        int begin = firstAfter(cursor.number());
        int end = Math.min(entries.size(), begin + most);
        List<Entry> found = List.copyOf(entries.subList(begin, end));
        return new Window(found, end == entries.size() ? Optional.of(Cursor.in(id, last, safe)) : Optional.empty());
    }

    private int firstAfter(long number) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).number() <= number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** What is read of the source before it is searched may be too old, never too new. */
    private void absorb() {
        long change = bell.count();
        if (change == absorbed) {
            return;
        }
        Cursor.Safe seen = source.seen();
        List<HasMetadata> all = source.all();
        Map<String, HasMetadata> byUid = Basis.byUid(all);
        Basis.Heard heard = new Basis.Heard(seen.apps(), seen.workloads());
        Set<String> incomplete = all.stream().filter(this::changed).filter(version -> !Basis.complete(version, byUid, heard)).map(Versions::appKey).collect(Collectors.toSet());
        List<Fresh> fresh = new ArrayList<>();
        all.stream().filter(version -> incomplete.isEmpty() || !incomplete.contains(Versions.appKey(version))).forEach(version -> collect(version, fresh));
        forgetAllBut(byUid.keySet());
        append(fresh, incomplete.isEmpty() ? safe.and(seen) : safe);
        absorbed = incomplete.isEmpty() ? change : absorbed;
    }

    private boolean changed(HasMetadata version) {
        Known before = known.get(version.getMetadata().getUid());
        return before == null || before.transitions() != Outbox.size(version);
    }

    private void collect(HasMetadata version, List<Fresh> fresh) {
        String uid = version.getMetadata().getUid();
        Known before = known.containsKey(uid) ? known.get(uid) : gone.remove(uid);
        int transitions = Outbox.size(version);
        if (before != null && before.transitions() == transitions) {
            known.put(uid, before);
            return;
        }
        RunStatus run = Outbox.run(version);
        Known now = new Known(before == null ? VersionRef.of(version) : before.version(), transitions, run.transitions().size());
        int begin = before == null ? 0 : Math.min(before.events(), now.events());
        if (before != null && now.events() < before.events()) {
            entries.removeIf(entry -> entry.version().equals(now.version()) && entry.index() >= now.events());
        }
        long[] orders = Outbox.orders(run);
        Instant time = Instant.MIN;
        for (int index = begin; index < now.events(); index++) {
            Instant own = run.transitions().get(index).time();
            time = own.isAfter(time) ? own : time;
            fresh.add(new Fresh(now.version(), index, orders[index], time));
        }
        known.put(uid, now);
    }

    private void forgetAllBut(Set<String> present) {
        Set<VersionRef> forgotten = new HashSet<>();
        known.values().removeIf(one -> {
            boolean absent = !present.contains(one.version().uid());
            if (absent) {
                gone.put(one.version().uid(), one);
                forgotten.add(one.version());
            }
            return absent;
        });
        if (!forgotten.isEmpty()) {
            entries.removeIf(entry -> forgotten.contains(entry.version()));
        }
    }

    /** Only at the end of what was found at once all of it lies before a place. */
    private void append(List<Fresh> fresh, Cursor.Safe then) {
        fresh.sort(Comparator.comparingLong(Fresh::order).thenComparing(Fresh::time).thenComparing(f -> f.version().uid()).thenComparing(Fresh::index));
        for (int i = 0; i < fresh.size(); i++) {
            last++;
            entries.add(new Entry(last, fresh.get(i).version(), fresh.get(i).index(), i + 1 < fresh.size() ? safe : then));
        }
        safe = then;
    }
}
