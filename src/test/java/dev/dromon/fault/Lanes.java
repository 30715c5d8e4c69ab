package dev.dromon.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Trials side by side on one control plane, each in a namespace of its own: a flow mostly waits, for Jobs above all. The system property {@code dromon.fault.lanes} says how
 * many at a time.
 */
final class Lanes {

    private static final int COUNT = Integer.getInteger("dromon.fault.lanes", 8);

    private Lanes() {
    }

    /** Runs what next gives until it is empty; afterwards all that failed is told at once. */
    static void run(String what, Stage stage, Supplier<Optional<Trial>> next, Consumer<Done> done) {
        List<String> failures = new CopyOnWriteArrayList<>();
        ExecutorService lanes = Executors.newFixedThreadPool(COUNT);
        long begun = System.nanoTime();
        try {
            CompletableFuture.allOf(IntStream.range(0, COUNT).mapToObj(i -> CompletableFuture.runAsync(() -> lane(stage, next, done, failures), lanes)).toArray(CompletableFuture[]::new)).join();
        } finally {
            lanes.shutdownNow();
        }
        System.out.println("faults: " + what + " in " + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s, failed: " + failures.size());
        assertThat(failures).as(what).isEmpty();
    }

    /** A trial and what is known of it now that it has passed. */
    record Done(Trial trial, Trial.Report report) {
    }

    private static void lane(Stage stage, Supplier<Optional<Trial>> next, Consumer<Done> done, List<String> failures) {
        for (Optional<Trial> trial = next.get(); trial.isPresent(); trial = next.get()) {
            try {
                done.accept(new Done(trial.get(), trial.get().run(stage)));
            } catch (AssertionError e) {
                System.out.println("faults: FAILED " + e.getMessage());
                failures.add(e.getMessage());
            }
        }
    }
}
