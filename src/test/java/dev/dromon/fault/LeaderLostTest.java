package dev.dromon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.EventSink;
import dev.dromon.api.EventSinkFilter;
import dev.dromon.api.EventSinkSpec;
import dev.dromon.api.HttpSinkSpec;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.cluster.Manifests;
import dev.dromon.sink.Delivered;
import dev.dromon.sink.Receiver;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Of two processes of the runtime the one that leads is lost again and again under many flows: each task has one Job, and a consumer has every event, none of which contradicts another. The system
 * properties {@code dromon.fault.losses} and {@code dromon.fault.flows} say how often, and under how many.
 */
@Tag("cluster")
class LeaderLostTest {

    private static final int LOSSES = Integer.getInteger("dromon.fault.losses", 2);
    private static final int FLOWS = Integer.getInteger("dromon.fault.flows", 20);
    private static final int LIFE_MILLIS = 3000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration CUT = Duration.ofSeconds(30);

    private final long seed = Long.getLong("dromon.fault.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Stage stage = Stage.open();
    private final String namespace = "lost-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private final Receiver receiver = new Receiver();
    private final List<Long> takeovers = new ArrayList<>();

    @BeforeEach
    void move() {
        stage.admin().namespaces().resource(Manifests.namespace(namespace, true)).create();
        stage.admin().load(new ByteArrayInputStream(Manifests.task("check").getBytes(StandardCharsets.UTF_8))).inNamespace(namespace).create();
        EventSink sink = new EventSink();
        sink.setMetadata(new ObjectMetaBuilder().withName(namespace).build());
        sink.setSpec(new EventSinkSpec());
        sink.getSpec().http = new HttpSinkSpec();
        sink.getSpec().http.url = receiver.url();
        sink.getSpec().http.allowLocalAddresses = true;
        sink.getSpec().filter = new EventSinkFilter();
        sink.getSpec().filter.namespaces = List.of(namespace);
        stage.admin().resource(sink).create();
    }

    @AfterEach
    void tidy() {
        stage.admin().resources(EventSink.class).withName(namespace).delete();
        stage.admin().namespaces().withName(namespace).delete();
        receiver.close();
    }

    /** One workload each, with a task before and one after its deployment. */
    private void begin(int from, int to) {
        for (int flow = from; flow < to; flow++) {
            stage.admin().load(new ByteArrayInputStream(Manifests.deployment("web" + flow, "1.0", "pre-deployment-tasks", "check", "post-deployment-tasks", "check").getBytes(StandardCharsets.UTF_8)))
                    .inNamespace(namespace).create();
        }
    }

    private List<KeptnAppVersion> versions() {
        return stage.admin().resources(KeptnAppVersion.class).inNamespace(namespace).list().getItems();
    }

    private void everythingOnce(int flows) {
        await("all flows end").atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> versions().stream().filter(v -> v.getStatus() != null && "Succeeded".equals(v.getStatus().status)).count() == flows);
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> new Delivered(stage.admin(), namespace).complete(receiver));
        assertThat(stage.jobs(namespace).values()).as("Jobs ever created").hasSize(2 * flows).doesNotHaveDuplicates();
        assertThat(versions()).allSatisfy(v -> assertThat(v.getStatus().transitions).filteredOn(t -> "Ended".equals(t.type)).hasSize(1));
        System.out.println("faults: the leader of two was lost " + takeovers.size() + " times under " + flows + " flows, seed " + seed + "; the lease was taken after " + takeovers + " ms; events told: "
                + new Delivered(stage.admin(), namespace).told().size() + ", delivered: " + receiver.taken().size());
    }

    private void taken(long lost, Replica other) {
        other.awaitLeading();
        takeovers.add(Duration.ofNanos(System.nanoTime() - lost).toMillis());
    }

    @Test
    void theOtherGoesOnWhenItIsKilled() {
        try (Replica one = new Replica(stage, "lost-one"); Replica two = new Replica(stage, "lost-two")) {
            Replica leader = one.start();
            leader.awaitLeading();
            Replica other = two.start();
            for (int loss = 0; loss < LOSSES; loss++) {
                begin(loss * FLOWS / LOSSES, (loss + 1) * FLOWS / LOSSES);
                await("flows run").atMost(PATIENCE).until(() -> stage.running() > 0);
                RunningFlows.after(random.nextInt(LIFE_MILLIS), leader::kill);
                taken(System.nanoTime(), other);
                Replica killed = leader;
                leader = other;
                other = killed.start();
            }
            everythingOnce(FLOWS);
        }
    }

    @Test
    void theOtherGoesOnWhenItIsToldToEnd() {
        try (Replica one = new Replica(stage, "ended-one"); Replica two = new Replica(stage, "ended-two")) {
            one.start().awaitLeading();
            two.start();
            begin(0, FLOWS / 2);
            await("flows run").atMost(PATIENCE).until(() -> stage.running() > 0);
            long told = System.nanoTime();
            one.close();
            taken(told, two);
            everythingOnce(FLOWS / 2);
        }
    }

    /** It still runs, and believes for a while that it leads; when its connection is back, so does what it had on its way. */
    @Test
    void theOtherGoesOnWhenItsConnectionIsCut() {
        try (Link link = new Link(URI.create(stage.plane().runtimeConfig().getMasterUrl())); Replica one = Replica.through(stage, "cut-one", link.address()); Replica two = new Replica(stage, "cut-two")) {
            one.start().awaitLeading();
            two.start();
            begin(0, FLOWS / 2);
            await("flows run").atMost(PATIENCE).until(() -> stage.running() > 0);
            RunningFlows.after(random.nextInt(LIFE_MILLIS), link::cut);
            long cut = System.nanoTime();
            taken(cut, two);
            begin(FLOWS / 2, FLOWS);
            RunningFlows.after(Math.max(0, CUT.minusNanos(System.nanoTime() - cut).toMillis()), link::mend);
            everythingOnce(FLOWS);
            assertThat(two.leads()).isTrue();
        }
    }
}
