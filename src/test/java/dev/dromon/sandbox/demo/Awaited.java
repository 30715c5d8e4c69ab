package dev.dromon.sandbox.demo;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** What the demo still waits to hear. */
final class Awaited {

    private static final String APP = "KeptnAppVersion";

    private final Set<String> open = new LinkedHashSet<>();
    private boolean ended;

    private Awaited(Collection<String> workloads) {
        workloads.forEach(w -> open.add("WorkloadCompleted of " + w));
    }

    /** All workloads and the app go through. */
    static Awaited success(Collection<String> workloads) {
        Awaited awaited = new Awaited(workloads);
        awaited.open.add("Completed");
        return awaited;
    }

    /** All workloads end, the given one and the app badly, and its pods and its Deployment say so. */
    static Awaited failure(Collection<String> workloads, String failing) {
        Awaited awaited = new Awaited(workloads);
        awaited.open.add("WorkloadPreDeployTasksErrored of " + failing);
        awaited.open.add("AppDeployErrored");
        awaited.open.add("a Warning on a pod of " + failing);
        awaited.open.add("a Warning on the Deployment of " + failing);
        return awaited;
    }

    void hear(Told told) {
        if (APP.equals(told.kind())) {
            open.remove(told.reason());
            ended |= "AppCompleted".equals(told.reason()) && told.warning();
        }
        open.remove(told.reason() + " of " + told.workload());
        if (told.warning() && !told.workload().isEmpty()) {
            open.remove("a Warning on " + ("Pod".equals(told.kind()) ? "a pod" : "the " + told.kind()) + " of " + told.workload());
        }
    }

    /** Whether everything was heard. */
    boolean done() {
        return open.isEmpty();
    }

    /** Whether the app has ended badly. */
    boolean endedBadly() {
        return ended;
    }

    /** What was not heard yet. */
    Collection<String> open() {
        return open;
    }
}
