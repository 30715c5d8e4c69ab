package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.gather.Pods;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods of a version that has passed start again wherever they are needed, whether Dromon runs or not. */
class NodeLossTest extends FlowTest {

    private static final String POOL = "dromon.dev/pool";

    private String lost;
    private String left;
    private String further;

    @BeforeEach
    void pool() {
        lost = node("lost");
        left = node("left");
        further = "further-" + namespace;
    }

    @AfterEach
    void forgetPool() {
        client.nodes().withLabel(POOL, namespace).delete();
    }

    @ParameterizedTest(name = "runtime running: {0}")
    @ValueSource(booleans = {true, false})
    void approvedPodsAreNotHeldAgain(boolean running) {
        apply(pooled("Deployment", "web", 3), pooled("StatefulSet", "store", 2), pooled("DaemonSet", "agent", 0));
        List.of("web", "store", "agent").forEach(name -> app(name, "Succeeded"));
        eventually(() -> assertThat(on(lost)).extracting(p -> p.getMetadata().getLabels().get("app")).contains("web", "store", "agent"));
        if (!running) {
            plane.stopRuntime();
        }

        try (Seen<Pod> pods = new Seen<>(client, Pod.class, namespace)) {
            client.apps().deployments().inNamespace(namespace).withName("web").scale(5);
            client.resource(pods("store", "").get(0)).delete();
            client.nodes().withName(lost).delete();
            eventually(() -> {
                collectPodsOfLostNode();
                assertThat(on(left)).extracting(p -> p.getMetadata().getLabels().get("app")).containsExactlyInAnyOrder("web", "web", "web", "web", "web", "store", "store", "agent");
            });
            node("further");
            eventually(() -> assertThat(on(further)).extracting(p -> p.getMetadata().getLabels().get("app")).containsExactly("agent"));
            List.of("web", "store", "agent").forEach(name -> runs(name, "1.0"));
            assertThat(pods.worlds(world -> world.stream().noneMatch(Pods::gated))).as("no pod was held for a moment").containsOnly(true);
        }
    }

    /** The work of the pod garbage collector, which this control plane does not run: it removes pods whose node is gone. */
    private void collectPodsOfLostNode() {
        on(lost).forEach(p -> client.resource(p).withGracePeriod(0).delete());
    }

    private List<Pod> on(String node) {
        return client.pods().inNamespace(namespace).list().getItems().stream().filter(p -> node.equals(p.getSpec().getNodeName())).toList();
    }

    /** A further node of the control plane, for pods of this test only. */
    private String node(String role) {
        String name = role + "-" + namespace;
        Node node = new NodeBuilder().withNewMetadata().withName(name).withLabels(Map.of(POOL, namespace, "kubernetes.io/hostname", name, "kubernetes.io/os", "linux")).endMetadata().build();
        client.nodes().resource(node).create();
        return name;
    }

    private String pooled(String kind, String name, int replicas) {
        String pooled = Manifests.workload(kind, name, "1.0").replace("spec:\n      containers", "spec:\n      nodeSelector: {" + POOL + ": " + namespace + "}\n      containers");
        return replicas == 0 ? pooled : pooled.replace("spec:\n  selector", "spec:\n  replicas: " + replicas + "\n  selector");
    }
}
