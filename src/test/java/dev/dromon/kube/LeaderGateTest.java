package dev.dromon.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaderGateTest {

    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration RENEW = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FaultyApi api = new FaultyApi();
    private final List<AutoCloseable> open = new ArrayList<>();

    /** A replica with a client of its own, so that faults can hit it alone. */
    private final class Replica {
        private final String name;
        private final LeaderGate gate;
        private final AtomicInteger started = new AtomicInteger();
        private final AtomicInteger stopped = new AtomicInteger();

        private Replica(String name) {
            this.name = name;
            KubernetesClient client = KubeClients.leasing(api.config(name), 1000);
            gate = new LeaderGate(client, new LeaderGate.Terms("ns", "dromon", name, LEASE, RENEW, RETRY));
            open.add(client);
            open.add(gate);
            gate.subscribe(started::incrementAndGet, stopped::incrementAndGet);
        }

        private Replica start() {
            gate.start();
            return this;
        }
    }

    @AfterEach
    void stop() throws Exception {
        api.heal();
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        api.close();
    }

    private String holder() {
        Lease lease = api.admin().leases().inNamespace("ns").withName("dromon").get();
        return lease == null ? null : lease.getSpec().getHolderIdentity();
    }

    @Test
    void oneOfTwoLeadsAndHandsOverAtOnceWhenItStops() {
        Replica one = new Replica("one").start();
        await().atMost(PATIENCE).until(one.gate::leading);
        Replica two = new Replica("two").start();
        await().during(Duration.ofSeconds(1)).until(() -> one.gate.leading() && !two.gate.leading());
        long before = System.nanoTime();
        one.gate.close();
        assertThat(one.gate.leading()).isFalse();
        await().atMost(LEASE.minusSeconds(1)).until(two.gate::leading);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LEASE);
        assertThat(holder()).isEqualTo("two");
        assertThat(one.started).hasValue(1);
        assertThat(one.stopped).hasValue(1);
        assertThat(two.started).hasValue(1);
    }

    @Test
    void subscriberOfALeadingGateStartsAtOnce() {
        Replica one = new Replica("one").start();
        await().atMost(PATIENCE).until(one.gate::leading);
        AtomicInteger late = new AtomicInteger();
        one.gate.subscribe(late::incrementAndGet, () -> { });
        assertThat(late).hasValue(1);
    }

    @Test
    void leaderWhoseRenewalsHangStopsByItsOwnClockBeforeAnotherLeads() {
        Replica one = new Replica("one").start();
        await().atMost(PATIENCE).until(one.gate::leading);
        Replica two = new Replica("two").start();
        api.hang(request -> "one".equals(request.getHeader("User-Agent")));
        List<Boolean> both = new CopyOnWriteArrayList<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            both.add(one.gate.leading() && two.gate.leading());
            return two.gate.leading();
        });
        assertThat(both).doesNotContain(true);
        assertThat(one.stopped).hasValue(1);
    }

    @Test
    void clockAloneEndsTheLeadershipAtOnce() {
        AtomicLong skipped = new AtomicLong();
        KubernetesClient client = KubeClients.leasing(api.config("skipping"), 1000);
        LeaderGate gate = new LeaderGate(client, new LeaderGate.Terms("ns", "dromon", "skipping", LEASE, RENEW, RETRY), () -> System.nanoTime() + skipped.get());
        open.add(client);
        open.add(gate);
        gate.start();
        await().atMost(PATIENCE).until(gate::leading);
        api.hang(request -> true);
        skipped.set(RENEW.toNanos());
        assertThat(gate.leading()).isFalse();
    }

    @Test
    void fencedLeaderStandsForElectionAgain() {
        Replica one = new Replica("one").start();
        await().atMost(PATIENCE).until(one.gate::leading);
        api.hang(request -> true);
        await().atMost(PATIENCE).until(() -> one.stopped.get() == 1);
        assertThat(one.gate.leading()).isFalse();
        api.heal();
        await().atMost(PATIENCE).until(() -> one.gate.leading() && one.started.get() == 2);
    }

    /** The answer comes after this replica's clock ran out but in time for the elector, which would go on renewing a lease that nobody works under. */
    @Test
    void renewalThatIsAnsweredTooLateDoesNotLeaveTheLeaseWithoutAWorker() {
        KubernetesClient slow = KubeClients.leasing(api.config("slow"), 10_000);
        LeaderGate gate = new LeaderGate(slow, new LeaderGate.Terms("ns", "dromon", "slow", LEASE, RENEW, RETRY));
        open.add(slow);
        open.add(gate);
        AtomicInteger started = new AtomicInteger();
        AtomicInteger stopped = new AtomicInteger();
        gate.subscribe(started::incrementAndGet, stopped::incrementAndGet);
        gate.start();
        await().atMost(PATIENCE).until(gate::leading);
        api.answerOneLate(request -> request.getMethod().equals("PATCH"), RENEW.plusMillis(700));
        await().atMost(PATIENCE).until(() -> stopped.get() == 1);
        await().atMost(PATIENCE).until(() -> gate.leading() && started.get() == 2);
    }

    @Test
    void shortOutageDoesNotCostTheLeadership() {
        Replica one = new Replica("one").start();
        await().atMost(PATIENCE).until(one.gate::leading);
        api.refuse(request -> true, 503);
        int before = api.requests().size();
        await().atMost(PATIENCE).until(() -> api.requests().size() >= before + 2);
        api.heal();
        await().during(RENEW.plusSeconds(1)).atMost(PATIENCE).until(one.gate::leading);
        assertThat(one.stopped).hasValue(0);
    }

    @Test
    void serverThatIsDownAtTheStartOnlyDelaysTheElection() {
        api.refuse(request -> true, 503);
        Replica one = new Replica("one").start();
        await().atMost(PATIENCE).until(() -> api.requests().size() >= 2);
        assertThat(one.gate.leading()).isFalse();
        api.heal();
        await().atMost(PATIENCE).until(one.gate::leading);
    }

    @Test
    void leaseThatCannotBeReadIsToldAndTakenWhenItIsRepaired() {
        api.admin().resource(new LeaseBuilder().withNewMetadata().withNamespace("ns").withName("dromon").endMetadata()
            .withNewSpec().withHolderIdentity("somebody").withLeaseDurationSeconds(5).endSpec().build()).create();
        Replica one = new Replica("one").start();
        await().atMost(PATIENCE).until(() -> api.requests().size() >= 3);
        assertThat(one.gate.leading()).isFalse();
        api.admin().leases().inNamespace("ns").withName("dromon").delete();
        await().atMost(PATIENCE).until(one.gate::leading);
    }

    @Test
    void expiredLeaseOfADeadReplicaIsTakenOver() {
        api.admin().resource(new LeaseBuilder().withNewMetadata().withNamespace("ns").withName("dromon").endMetadata()
            .withNewSpec().withHolderIdentity("dead").withLeaseDurationSeconds(1).withAcquireTime(ZonedDateTime.now()).withRenewTime(ZonedDateTime.now()).endSpec().build()).create();
        Replica one = new Replica("one").start();
        await().atMost(PATIENCE).until(one.gate::leading);
        assertThat(holder()).isEqualTo("one");
    }

    @Test
    void onlyTheLeadersRouteWorksAndTheOtherTakesOverAfterItsRunsEnded() throws Exception {
        Site first = new Site("one");
        await().atMost(PATIENCE).until(first.replica.gate::leading);
        Site second = new Site("two");
        api.admin().resource(new ConfigMapBuilder().withNewMetadata().withNamespace("ns").withName("a").endMetadata().build()).create();
        await().until(() -> first.runs.size() == 2);
        CountDownLatch hold = new CountDownLatch(1);
        first.hold = hold;
        api.admin().resource(new ConfigMapBuilder().withNewMetadata().withNamespace("ns").withName("b").endMetadata().build()).create();
        await().until(() -> first.runs.size() == 3);
        await().until(() -> second.caches.of(ConfigMap.class).get("ns", "a").isPresent());
        assertThat(second.runs).as("caches are warm, workers are not").isEmpty();
        second.camel.getRouteController().suspendRoute("tested");
        second.camel.getRouteController().resumeRoute("tested");
        await().during(Duration.ofMillis(300)).until(second.runs::isEmpty);
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
            .noneMatch(thread -> thread.contains("(" + second.camel.getName() + ")") && thread.contains("kube-tested"));
        Thread stopping = new Thread(first.camel::stop);
        stopping.start();
        await().during(Duration.ofMillis(500)).until(() -> second.runs.isEmpty() && first.replica.gate.leading());
        hold.countDown();
        stopping.join();
        assertThat(first.runs).containsExactly("begin", "end", "begin", "end");
        await().atMost(LEASE.minusSeconds(1)).until(() -> second.runs.size() == 4);
    }

    @Test
    void lostLeadershipInterruptsTheRunUnderWay() throws Exception {
        Site site = new Site("one");
        site.hold = new CountDownLatch(1);
        await().atMost(PATIENCE).until(site.replica.gate::leading);
        api.admin().resource(new ConfigMapBuilder().withNewMetadata().withNamespace("ns").withName("a").endMetadata().build()).create();
        await().until(() -> site.runs.size() == 1);
        try (LogCapture log = new LogCapture("dev.dromon.kube")) {
            api.hang(request -> request.getPath().contains("/leases"));
            await().atMost(PATIENCE).until(() -> site.runs.contains("interrupted"));
            site.hold.countDown();
            api.heal();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(site.runs).containsExactly("begin", "interrupted", "begin", "end"));
            assertThat(log.worseThanInfo()).as("an interruption is no failure of the key").noneMatch(line -> line.text().contains("key=ns/a"));
        }
    }

    /** A replica with a route. */
    private final class Site {
        private final Replica replica;
        private final KubeCaches caches;
        private final DefaultCamelContext camel = new DefaultCamelContext();
        private final List<String> runs = new CopyOnWriteArrayList<>();
        private final List<String> everywhere = new CopyOnWriteArrayList<>();
        private volatile CountDownLatch hold = new CountDownLatch(0);

        private Site(String name) throws Exception {
            replica = new Replica(name);
            KubernetesClient client = KubeClients.reconciling(api.config(name));
            caches = new KubeCaches(client, List.of(ResourceKind.of(ConfigMap.class)), Optional.empty(), 500);
            open.add(client);
            open.add(caches);
            open.add(camel::stop);
            KubeComponent component = new KubeComponent();
            component.setCaches(caches);
            component.setLeaderGate(replica.gate);
            camel.addComponent("kube", component);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from("kube:ConfigMap").routeId("tested").process(exchange -> run());
                    from("kube:ConfigMap?everywhere=true").routeId("everywhere").process(exchange -> everywhere.add(exchange.getMessage().getHeader(KubeHeaders.KEY, String.class)));
                }
            });
            camel.start();
        }

        private void run() throws InterruptedException {
            runs.add("begin");
            try {
                hold.await();
                runs.add("end");
            } catch (InterruptedException e) {
                runs.add("interrupted");
                throw e;
            }
        }
    }

    @Test
    void aRouteThatRunsEverywhereDoesNotWaitForTheLead() throws Exception {
        Replica leader = new Replica("leader").start();
        await().atMost(PATIENCE).until(leader.gate::leading);
        Site follower = new Site("follower");
        api.admin().resource(new ConfigMapBuilder().withNewMetadata().withNamespace("ns").withName("a").endMetadata().build()).create();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(follower.everywhere).containsExactly("ns/a"));

        assertThat(follower.replica.gate.leading()).isFalse();
        assertThat(follower.runs).isEmpty();
    }

    @Test
    void impossibleTermsAreRefusedWithOneSentence() {
        assertThatThrownBy(() -> new LeaderGate.Terms("ns", "dromon", "me", Duration.ofSeconds(10), Duration.ofSeconds(15), RETRY)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("expected retry > 0, renew > 2.2 x retry, lease > renew").hasMessageContaining("renew PT15S, lease PT10S for lease ns/dromon");
        assertThatThrownBy(() -> new LeaderGate.Terms("ns", "dromon", "me", Duration.ofSeconds(15), Duration.ofSeconds(4), Duration.ofSeconds(2))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LeaderGate.Terms("ns", "dromon", "me", Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
