package dev.dromon.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The runtime is killed before and after each of its writes in turn, and another takes over. The system property {@code dromon.fault.every} thins the points out: 1 takes all.
 */
@Tag("cluster")
class CrashTest {

    /** More writes than any flow has; a flow that writes for ever must not keep the test for ever. */
    private static final int BOUND = 500;
    /** Odd, so that points before and after a write take turns. */
    private static final int SOME = 5;

    @ParameterizedTest
    @MethodSource("dev.dromon.fault.Flow#chosen")
    void theOutcomeIsTheSameAtWhateverWriteTheRuntimeIsKilled(Flow flow) {
        Points points = new Points(flow);
        Stage stage = Stage.open();
        Trial.undisturbed(stage, flow);

        Lanes.run("crash points of " + flow, stage, points::next, points::tried);

        System.out.println("faults: " + flow + " was killed at " + points.tried.get() + " points, every " + points.every + ". of all");
        assertThat(points.tried.get()).isGreaterThan(2 * flow.leastWrites() / points.every);
    }

    /** Before and after write 1, 2, 3, … until a flow ends before the runtime comes to its write. */
    private static final class Points {

        private final Flow flow;
        private final int every;
        private final AtomicInteger count = new AtomicInteger();
        private final AtomicInteger limit = new AtomicInteger(BOUND);
        private final AtomicInteger tried = new AtomicInteger();

        Points(Flow flow) {
            this.flow = flow;
            this.every = Integer.getInteger("dromon.fault.every", flow == Flow.F1 ? 1 : SOME);
        }

        Optional<Trial> next() {
            int point = count.getAndAdd(every);
            return Optional.of(trial(flow, point / 2 + 1, point % 2 == 0)).filter(t -> point / 2 + 1 <= limit.get());
        }

        void tried(Lanes.Done done) {
            if (done.report().deaths() > 0) {
                tried.incrementAndGet();
            } else {
                limit.accumulateAndGet(done.report().written(), Math::min);
            }
        }
    }

    private static Trial trial(Flow flow, int write, boolean before) {
        FaultPlan first = call -> call.write() == write ? Fate.of(before ? Fate.Kind.DIE_BEFORE : Fate.Kind.DIE_AFTER) : Fate.PASS;
        return new Trial(flow + " killed " + (before ? "before" : "after") + " write " + write, flow, generation -> generation == 0 ? first : FaultPlan.NONE);
    }
}
