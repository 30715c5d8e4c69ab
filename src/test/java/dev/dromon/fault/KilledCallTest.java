package dev.dromon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.call.Endpoint;
import dev.dromon.call.Endpoint.Behaviour;
import dev.dromon.call.Endpoint.Came;
import dev.dromon.cluster.Manifests;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A process of the runtime gets a SIGKILL again and again while HTTP tasks guard the gate. The system properties {@code dromon.fault.kills} and
 * {@code dromon.fault.flows} say how often and under how many flows.
 */
@Tag("cluster")
class KilledCallTest {

    private static final int KILLS = Integer.getInteger("dromon.fault.kills", 4);
    private static final int FLOWS = Integer.getInteger("dromon.fault.flows", 8);
    private static final int LIFE_MILLIS = 1500;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final long seed = Long.getLong("dromon.fault.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Stage stage = Stage.open();
    private final String namespace = "calls-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    @AfterEach
    void tidy() {
        stage.admin().namespaces().withName(namespace).delete();
    }

    private void create(String yaml) {
        stage.admin().load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).inNamespace(namespace).create();
    }

    private void definition(Endpoint server) {
        create("""
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnTaskDefinition
                metadata: {name: ask}
                spec:
                  http: {url: "%s/{{ .appName }}", method: POST, body: '{"version": "{{ .workloadVersion }}"}', requestTimeout: 1s, retries: 100, backoff: 50ms}
                """.formatted(server.url()));
    }

    private List<KeptnTask> tasks() {
        return stage.admin().resources(KeptnTask.class).inNamespace(namespace).list().getItems();
    }

    private long succeeded() {
        return stage.admin().resources(KeptnWorkloadVersion.class).inNamespace(namespace).list().getItems().stream()
                .filter(v -> v.getStatus() != null && "Succeeded".equals(v.getStatus().status)).count();
    }

    private boolean gated() {
        List<Pod> pods = stage.admin().pods().inNamespace(namespace).list().getItems();
        return !pods.isEmpty() && pods.stream().allMatch(pod -> !pod.getSpec().getSchedulingGates().isEmpty());
    }

    /** Each time the process dies after the request has come and before it is answered: nobody can know what became of it. */
    @Test
    void theSameRequestComesAgainUntilItIsAnswered() {
        stage.admin().namespaces().resource(Manifests.namespace(namespace, true)).create();
        try (Endpoint server = new Endpoint(); Replica replica = new Replica(stage, "calling", "dromon.task.http.allow-local-addresses=true")) {
            server.behave(Behaviour.hang());
            definition(server);
            create(Manifests.deployment("web", "1.0", "pre-deployment-tasks", "ask"));
            for (int life = 0; life < KILLS; life++) {
                int before = server.asked().size();
                replica.start();
                await("a request has come").atMost(PATIENCE).until(() -> server.asked().size() > before);
                replica.kill();
                assertThat(gated()).as("the pods are held").isTrue();
            }
            server.behave(Behaviour.status(200));

            replica.start();

            await("the flow ends").atMost(PATIENCE).until(() -> succeeded() == 1);
            KeptnTask task = tasks().get(0);
            assertThat(server.asked()).hasSizeGreaterThan(KILLS).allSatisfy(came -> {
                assertThat(came.key()).isEqualTo(task.getMetadata().getUid() + "-1");
                assertThat(came.body()).isEqualTo("{\"version\": \"1.0\"}");
            });
            assertThat(server.effects()).hasSize(1);
            assertThat(task.getStatus().status).isEqualTo("Succeeded");
        }
    }

    /** Servers hang, cut connections, and answer; none says how an attempt ended but by a success, so there is never a reason for a second key. */
    @Test
    void eachTaskHasOneEffectHoweverOftenTheProcessDies() {
        stage.admin().namespaces().resource(Manifests.namespace(namespace, true)).create();
        SplittableRandom fate = new SplittableRandom(seed);
        try (Endpoint server = new Endpoint(); Replica replica = new Replica(stage, "calling", "dromon.task.http.allow-local-addresses=true")) {
            server.behaveBy((Came came) -> List.of(Behaviour.hang(), Behaviour.die(), Behaviour.status(200)).get(fate.nextInt(3)));
            definition(server);
            for (int life = 0; life < KILLS; life++) {
                int before = server.asked().size();
                for (int flow = life * FLOWS / KILLS; flow < (life + 1) * FLOWS / KILLS; flow++) {
                    create(Manifests.deployment("web" + flow, "1.0", "pre-deployment-tasks", "ask"));
                }
                replica.start();
                await("a request has come").atMost(PATIENCE).until(() -> server.asked().size() > before);
                RunningFlows.after(random.nextInt(LIFE_MILLIS), replica::kill);
            }
            replica.start();

            await("all flows end").atMost(PATIENCE).until(() -> succeeded() == FLOWS);
            System.out.println("faults: " + KILLS + " times killed with -9 under " + FLOWS + " HTTP tasks, seed " + seed + ", requests: " + server.asked().size());
            assertThat(tasks()).hasSize(FLOWS).allMatch(t -> t.getStatus().status.equals("Succeeded"));
            assertThat(server.effects()).containsExactlyInAnyOrderElementsOf(tasks().stream().map(t -> t.getMetadata().getUid() + "-1").toList());
            assertThat(server.asked()).hasSizeGreaterThanOrEqualTo(FLOWS);
        }
    }
}
