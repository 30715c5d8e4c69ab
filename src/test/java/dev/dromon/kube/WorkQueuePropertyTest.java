package dev.dromon.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever happens in whatever order: one taker per key, nothing asked for is forgotten, nothing comes unasked. */
class WorkQueuePropertyTest {

    private enum What { ADD, ADD_LATER, TAKE, DONE, DONE_LATER, FAIL, CONFLICT, HASTEN, PASS }

    private record Step(What what, String key, int millis) {
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> keys = Arbitraries.of("a", "b", "c");
        return Combinators.combine(Arbitraries.of(What.class), keys, Arbitraries.integers().between(0, 500)).as(Step::new).list().ofMaxSize(120);
    }

    @Property
    void nothingIsForgottenAndNoKeyIsTakenTwiceAtATime(@ForAll("steps") List<Step> steps) {
        AtomicLong now = new AtomicLong();
        WorkQueue queue = new WorkQueue(Duration.ofMillis(10), Duration.ofMillis(1000), now::get);
        Set<String> taken = new HashSet<>();
        Set<String> owed = new HashSet<>();
        for (Step step : steps) {
            play(step, queue, now, taken, owed);
        }
        taken.forEach(queue::done);
        taken.clear();
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        drain(queue, owed);
        assertThat(owed).as("asked for and never handed out").isEmpty();
        assertThat(queue.delayed() + queue.depth() + queue.inFlight()).isZero();
    }

    private static void play(Step step, WorkQueue queue, AtomicLong now, Set<String> taken, Set<String> owed) {
        boolean mine = taken.contains(step.key());
        switch (step.what()) {
            case ADD -> {
                queue.add(step.key());
                owed.add(step.key());
            }
            case ADD_LATER -> {
                queue.add(step.key(), Duration.ofMillis(step.millis()));
                owed.add(step.key());
            }
            case TAKE -> queue.poll().ifPresent(key -> {
                assertThat(taken.add(key)).as("handed out while worked on").isTrue();
                assertThat(owed.remove(key)).as("handed out unasked").isTrue();
            });
            case HASTEN -> queue.hasten();
            case PASS -> now.addAndGet(Duration.ofMillis(step.millis()).toNanos());
            default -> {
                if (mine) {
                    finish(step, queue, owed);
                    taken.remove(step.key());
                }
            }
        }
    }

    private static void finish(Step step, WorkQueue queue, Set<String> owed) {
        switch (step.what()) {
            case DONE -> queue.done(step.key());
            case DONE_LATER -> queue.done(step.key(), Duration.ofMillis(step.millis()));
            case FAIL -> queue.failed(step.key());
            default -> queue.conflicted(step.key());
        }
        if (step.what() != What.DONE) {
            owed.add(step.key());
        }
    }

    private static void drain(WorkQueue queue, Set<String> owed) {
        for (Optional<String> key = queue.poll(); key.isPresent(); key = queue.poll()) {
            assertThat(owed.remove(key.get())).as("handed out unasked").isTrue();
            queue.done(key.get());
        }
    }
}
