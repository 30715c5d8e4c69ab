package dev.dromon.fault;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Flows that go on beside each other, each in a namespace of its own, while something befalls the processes that they depend on. */
final class RunningFlows {

    private final Stage stage;
    private final String what;
    private final List<CompletableFuture<Void>> flows = new ArrayList<>();

    /** None yet. What they should be undisturbed is found out first, for no other runtime may be there then. */
    RunningFlows(Stage stage, String what, List<Flow> kinds) {
        this.stage = stage;
        this.what = what;
        Trial.undisturbed(stage, EnumSet.copyOf(kinds));
    }

    /** A further flow begins. */
    void begin(Flow flow) {
        flows.add(CompletableFuture.runAsync(() -> Trial.ofOthers(flow + ", " + what, flow).run(stage), work -> new Thread(work, "flow-" + flow).start()));
    }

    /** How many have begun and not ended. */
    long running() {
        return flows.stream().filter(f -> !f.isDone()).count();
    }

    /** Does something that many milliseconds from now, and returns when it is done. */
    static void after(long milliseconds, Runnable action) {
        CompletableFuture.runAsync(action, CompletableFuture.delayedExecutor(milliseconds, TimeUnit.MILLISECONDS)).join();
    }

    /** Waits until all have ended; fails when one did not end as undisturbed. */
    void end() {
        List<String> failures = new ArrayList<>();
        for (CompletableFuture<Void> flow : flows) {
            try {
                flow.join();
            } catch (CompletionException e) {
                failures.add(e.getCause().getMessage());
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(String.join("\n", failures));
        }
    }
}
