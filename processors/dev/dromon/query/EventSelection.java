package dev.dromon.query;

import dev.dromon.event.Subject;
import java.util.Optional;
import java.util.Set;

/**
 * Which events a client wants.
 *
 * @param namespace those of this namespace; empty for all
 * @param app       those of apps of this name; empty for all
 * @param workload  those of versions of this KeptnWorkload; empty for all, those of app versions included
 * @param reasons   those with one of these reasons; empty for all
 */
record EventSelection(Optional<String> namespace, Optional<String> app, Optional<String> workload, Set<String> reasons) {

    EventSelection {
        reasons = Set.copyOf(reasons);
    }

    /** The same, of one namespace. */
    EventSelection in(String only) {
        return new EventSelection(Optional.of(only), app, workload, reasons);
    }

    /** Whether events of an object in that namespace may be wanted. */
    boolean hasNamespace(String name) {
        return namespace.isEmpty() || namespace.get().equals(name);
    }

    /** Whether events of the version may be wanted. */
    boolean has(Subject subject) {
        return (app.isEmpty() || app.get().equals(subject.app())) && (workload.isEmpty() || workload.get().equals(subject.workload()));
    }

    /** Whether an event of such a version is wanted. */
    boolean hasReason(String reason) {
        return reasons.isEmpty() || reasons.contains(reason);
    }
}
