package dev.dromon.discovery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to do about the KeptnApp that a creation request asks for.
 *
 * @param kind    what to do
 * @param app     version and workloads that the app should have; present for CREATE and UPDATE
 * @param waiting how long to wait; present for WAIT
 */
public record AppDecision(Kind kind, Optional<App> app, Optional<Duration> waiting) {

    /** What can be done about it. NOTHING: the app is as it should be, or its user keeps it. */
    public enum Kind {
        WAIT, CREATE, UPDATE, NOTHING
    }

    /** A KeptnApp's version and its workloads in the order of their names. */
    public record App(String version, List<Workload> workloads) {
        public App {
            workloads = List.copyOf(workloads);
        }
    }

    /** A workload as a KeptnApp lists it: its name without the app's prefix, and its version. */
    public record Workload(String name, String version) {
    }

    static AppDecision waiting(Duration wait) {
        return new AppDecision(Kind.WAIT, Optional.empty(), Optional.of(wait));
    }

    static AppDecision write(Kind kind, App app) {
        return new AppDecision(kind, Optional.of(app), Optional.empty());
    }

    static AppDecision nothing() {
        return new AppDecision(Kind.NOTHING, Optional.empty(), Optional.empty());
    }
}
