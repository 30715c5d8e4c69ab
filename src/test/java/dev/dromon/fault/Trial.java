package dev.dromon.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/**
 * One disturbed flow, whose outcome must equal that of the undisturbed flow.
 *
 * @param name     for messages: says how to run it alone
 * @param patience how long each condition of the flow may take
 * @param runtimes one entry per runtime that runs from the start in this JVM: its plans by generation
 */
record Trial(String name, Flow flow, Duration patience, InstantSource clock, List<IntFunction<FaultPlan>> runtimes) {

    /** How long a condition of a flow may take on a busy machine. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Map<Flow, CompletableFuture<Outcome>> UNDISTURBED = new ConcurrentHashMap<>();

    /** What is known of a trial afterwards: runtimes that died, faults that were injected, writes of the last runtimes. */
    record Report(int deaths, Map<String, Integer> struck, int written) {
    }

    Trial(String name, Flow flow, IntFunction<FaultPlan> plans) {
        this(name, flow, PATIENCE, InstantSource.system(), List.of(plans));
    }

    /** One without runtimes of its own: there are others that look after its namespace, and are away most of the time. */
    static Trial ofOthers(String name, Flow flow) {
        return new Trial(name, flow, PATIENCE.multipliedBy(2), InstantSource.system(), List.of());
    }

    /** The outcome of the undisturbed flow, run once per JVM. */
    static Outcome undisturbed(Stage stage, Flow flow) {
        return begun(stage, flow).join();
    }

    /** The same of several flows, side by side. */
    static void undisturbed(Stage stage, Set<Flow> flows) {
        flows.stream().map(flow -> begun(stage, flow)).toList().forEach(CompletableFuture::join);
    }

    private static CompletableFuture<Outcome> begun(Stage stage, Flow flow) {
        return UNDISTURBED.computeIfAbsent(flow, f -> CompletableFuture.supplyAsync(() -> new Trial("undisturbed " + f, f, generation -> FaultPlan.NONE).play(stage, null).outcome(),
                work -> new Thread(work, "undisturbed-" + f).start()));
    }

    /** Runs it; fails with the difference between the outcomes. */
    Report run(Stage stage) {
        Outcome expected = undisturbed(stage, flow);
        try {
            return play(stage, expected).report();
        } catch (Throwable e) {
            throw new AssertionError(name + ": " + e.getMessage(), e);
        }
    }

    private record Played(Outcome outcome, Report report) {
    }

    private Played play(Stage stage, Outcome expected) {
        try (Scene scene = new Scene(stage, patience)) {
            flow.prepare(scene);
            runtimes.forEach(plans -> scene.run(plans, clock));
            flow.play(scene);
            scene.eventually(() -> flow.assertEnded(scene));
            return new Played(settled(scene, expected), new Report(scene.deaths(), scene.struck(), scene.written()));
        }
    }

    private Outcome settled(Scene scene, Outcome expected) {
        AtomicReference<Outcome> last = new AtomicReference<>();
        scene.eventually(() -> {
            last.set(Outcome.of(scene));
            assertThat(last.get().jobs()).as("Jobs ever created per check").isEqualTo(flow.jobs());
            assertThat(last.get().contains(" at the gate") || last.get().contains("expires false") || last.get().contains(" not done")).as("something is still on its way").isFalse();
            assertThat(expected == null ? List.of() : last.get().differences(expected)).as("differences from the undisturbed flow").isEmpty();
        });
        return last.get();
    }
}
