package dev.dromon.query;

import dev.dromon.act.Outbox;
import dev.dromon.event.CloudEvent;
import dev.dromon.event.CloudEvents;
import dev.dromon.event.Flow;
import dev.dromon.event.Naming;
import dev.dromon.gather.Subjects;
import dev.dromon.kube.Keys;
import dev.dromon.model.RunStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Makes events of the places in the log. Never throws. */
final class EventReader {

    /** Places that one reading goes through at most, so that a filter that lets little through costs no more than one that lets through all. */
    private static final int MOST_PLACES = 5_000;

    private final EventLog log;
    private final VersionSource source;
    private final BiFunction<HasMetadata, RunStatus, Flow> flows;
    private final Subjects subjects;
    private final Naming naming;

    /** An event, and the place behind it. */
    record Told(Cursor cursor, CloudEvent event) {
    }

    /**
     * Some events.
     *
     * @param events in the order of the log
     * @param next   the place behind all that was gone through
     * @param more   whether there is something behind it
     */
    record Page(List<Told> events, Cursor next, boolean more) {
    }

    /** Flows are made of versions and their recorded runs; reasons are called by the naming. */
    EventReader(EventLog log, VersionSource source, BiFunction<HasMetadata, RunStatus, Flow> flows, Naming naming) {
        this.log = log;
        this.source = source;
        this.flows = flows;
        this.subjects = new Subjects();
        this.naming = naming;
    }

    /** The events behind a place that are wanted, at most so many. */
    Page read(Cursor since, EventSelection selection, int limit) {
        Cursor at = log.here(since);
        Cursor.Safe start = at.safe();
        EventLog.Window window = log.after(at, MOST_PLACES);
        Reading reading = new Reading(selection, at);
        List<Told> told = new ArrayList<>();
        for (EventLog.Entry entry : window.entries()) {
            if (told.size() == limit) {
                return new Page(told, at, true);
            }
            at = behind(at, entry);
            Cursor place = at;
            reading.event(entry).ifPresent(event -> told.add(new Told(place, event)));
        }
        return window.end().map(end -> new Page(told, end.safely(start), false)).orElse(new Page(told, at, true));
    }

    /** While a cursor of another log is caught up with, what certainly lay before it still does. */
    private static Cursor behind(Cursor at, EventLog.Entry entry) {
        boolean catchingUp = entry.number() < at.until();
        return new Cursor(at.log(), entry.number(), entry.safe().and(at.safe()), catchingUp ? at.until() : 0, catchingUp ? at.floor() : Cursor.Safe.NOTHING);
    }

    /** What one reading makes of the versions it comes across, once each. */
    private final class Reading {

        private final EventSelection selection;
        private final Cursor start;
        private final Map<VersionRef, Events> made = new HashMap<>();

        /** Events of one version, from the transition at that place on. */
        private record Events(int first, List<CloudEvent> list) {

            Optional<CloudEvent> at(int index) {
                return index - first < list.size() ? Optional.of(list.get(index - first)) : Optional.empty();
            }
        }

        Reading(EventSelection selection, Cursor start) {
            this.selection = selection;
            this.start = start;
        }

        Optional<CloudEvent> event(EventLog.Entry entry) {
            if (!selection.hasNamespace(entry.version().namespace())) {
                return Optional.empty();
            }
            Optional<HasMetadata> version = source.find(entry.version()).filter(v -> selection.has(subjects.of(v))).filter(v -> !before(entry, v));
            return version.flatMap(v -> made.computeIfAbsent(entry.version(), ref -> make(v, entry.index())).at(entry.index()))
                    .filter(event -> selection.hasReason(event.data().event().reason()));
        }

        /** Whether it certainly lies before the start, although its number does not say so. */
        private boolean before(EventLog.Entry entry, HasMetadata version) {
            long floor = entry.version().ofApp() ? start.floor().apps() : start.floor().workloads();
            return entry.number() <= start.until() && Keys.version(version) <= floor;
        }

        private Events make(HasMetadata version, int first) {
            return new Events(first, CloudEvents.from(flows.apply(version, Outbox.run(version)), first, naming));
        }
    }
}
