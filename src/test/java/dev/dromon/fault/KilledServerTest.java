package dev.dromon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromon.cluster.ControlPlane;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Dromon depends on gets a SIGKILL under running flows and comes back; all flows end as if nothing had been. On a control plane of its own, since that disturbs everybody. */
@Tag("cluster")
class KilledServerTest {

    private static final List<Flow> FLOWS = List.of(Flow.F2, Flow.F3, Flow.F4, Flow.F2);
    /** A flow with five Jobs, one after the other, takes longer. */
    private static final int IN_MID_FLOW_MILLIS = 3000;

    private static final List<String> OTHERS = List.of("kube-controller-manager", "kube-scheduler", "kwok");
    private static final long NANOS = 1_000_000;

    private static ControlPlane plane;
    private static Stage stage;
    private final long seed = Long.getLong("dromon.fault.seed", System.nanoTime());

    @BeforeAll
    static void up() {
        plane = ControlPlane.ownWithoutRuntime();
        stage = new Stage(plane);
    }

    @AfterAll
    static void down() {
        stage.close();
        plane.down();
    }

    /** In a cluster the other servers end when they cannot renew their leases, and start again. Here they have none, and would look again only after up to a minute. */
    @Test
    void anApiServerThatIsKilledAndComesBackCostsOnlyTime() {
        disturbed("kube-apiserver", 30, () -> OTHERS.parallelStream().forEach(other -> plane.kill(other, 0)));
    }

    @Test
    void anEtcdThatIsKilledAndComesBackCostsOnlyTime() {
        disturbed("etcd", 11, () -> { });
    }

    private void disturbed(String component, int secondsAway, Runnable afterwards) {
        RunningFlows flows = new RunningFlows(stage, component + " killed, dromon.fault.seed=" + seed, FLOWS);
        try (Replica replica = new Replica(stage, component + "-dependent").start()) {
            replica.awaitLeading();
            FLOWS.forEach(flows::begin);
            await().atMost(Trial.PATIENCE).until(() -> stage.running() > 0);
            int age = new SplittableRandom(seed).nextInt(IN_MID_FLOW_MILLIS);
            RunningFlows.after(age, () -> {
                assertThat(flows.running()).isPositive();
                plane.kill(component, secondsAway);
            });
            long back = System.nanoTime();
            afterwards.run();
            flows.end();
            System.out.println("faults: " + component + " was killed with -9 " + age + " ms into running flows, seed " + seed + ", and was away for " + secondsAway
                    + " s; the last flow had ended " + (System.nanoTime() - back) / NANOS + " ms after it was back");
        }
    }
}
