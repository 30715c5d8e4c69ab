package dev.dromon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes of the runtime get a SIGKILL under running flows; all flows end as if nothing had been. */
@Tag("cluster")
class KilledRuntimeTest {

    private static final List<Flow> FLOWS = List.of(Flow.F2, Flow.F3, Flow.F4, Flow.F2);
    private static final int KILLS = 6;
    /** A life lasts at most that long from its first step: shorter than a flow with five Jobs, one after the other. */
    private static final int LIFE_MILLIS = 2000;
    private static final int IN_MID_FLOW_MILLIS = 3000;
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int LAST_WRITE_MILLIS = 1000;

    private final long seed = Long.getLong("dromon.fault.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private Stage stage;

    @BeforeEach
    void stage() {
        stage = Stage.open();
    }

    /** In each life a further flow begins. */
    @Test
    void aRuntimeThatIsKilledAgainAndAgainCostsOnlyTime() {
        RunningFlows flows = new RunningFlows(stage, "dromon.fault.seed=" + seed, FLOWS);
        try (Replica replica = new Replica(stage, "mortal")) {
            for (int life = 0; life < KILLS; life++) {
                flows.begin(FLOWS.get(life % FLOWS.size()));
                replica.start();
                replica.awaitLeading();
                step(stage.steps());
                int age = random.nextInt(LIFE_MILLIS);
                RunningFlows.after(age, replica::kill);
                System.out.println("faults: killed with -9 " + age + " ms after its first step, seed " + seed + ", flows that run: " + flows.running());
                assertThat(flows.running()).isPositive();
            }
            replica.start();
            flows.end();
        }
    }

    @Test
    void theOtherTakesOverFromALeaderThatIsKilled() {
        RunningFlows flows = new RunningFlows(stage, "dromon.fault.seed=" + seed, FLOWS);
        try (Replica leader = new Replica(stage, "leader").start()) {
            leader.awaitLeading();
            try (Replica other = new Replica(stage, "other").start()) {
                FLOWS.forEach(flows::begin);
                await().atMost(Trial.PATIENCE).until(() -> stage.running() > 0);
                RunningFlows.after(random.nextInt(IN_MID_FLOW_MILLIS), leader::kill);
                assertThat(flows.running()).isPositive();
                takenOver(System.nanoTime(), other);
                flows.end();
            }
        }
    }

    /** Measures until a version changes that only a leader changes. */
    private void takenOver(long killed, Replica other) {
        assertThat(other.leads()).isFalse();
        RunningFlows.after(LAST_WRITE_MILLIS, () -> { });
        Set<String> before = stage.steps();
        other.awaitLeading();
        Duration lease = Duration.ofNanos(System.nanoTime() - killed);
        step(before);
        Duration step = Duration.ofNanos(System.nanoTime() - killed);
        System.out.println("faults: the leader was killed with -9, seed " + seed + "; lease taken after " + lease.toMillis() + " ms, first step of a flow after " + step.toMillis() + " ms");
    }

    private void step(Set<String> before) {
        await("a step of a flow").atMost(Trial.PATIENCE).pollDelay(Duration.ZERO).pollInterval(LOOK).until(() -> !before.containsAll(stage.steps()));
    }
}
