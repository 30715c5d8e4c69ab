package dev.dromon.sandbox.demo;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Optional;

/** Hands every event to all who listen. */
record Story(EventFeed feed, FlowTree tree, Timings timings, HeldPods held) {

    /**
     * Follows the events until all that is awaited was heard, or until the deadline. Returns whether all was heard.
     *
     * @param early whether to stop also when the app has ended badly
     */
    boolean follow(Instant deadline, Awaited awaited, boolean early) {
        while (!awaited.done() && !(early && awaited.endedBadly())) {
            Optional<Told> told = feed.next(deadline);
            if (told.isEmpty()) {
                return false;
            }
            hear(told.get());
            awaited.hear(told.get());
        }
        return awaited.done();
    }

    /** Follows the events for a while more, and then says whether the pods of the failing workload are where they should be. */
    int observe(KubernetesClient client, String namespace, DemoRun.Plan plan) {
        Instant until = Instant.now().plus(plan.pace().observation());
        for (Optional<Told> told = feed.next(until); told.isPresent(); told = feed.next(until)) {
            hear(told.get());
        }
        return held.report(client, namespace, plan) ? DemoRun.AS_EXPECTED : DemoRun.OTHERWISE;
    }

    private void hear(Told told) {
        tree.hear(told);
        timings.hear(told);
        held.hear(told);
    }
}
