package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnWorkload;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** While no replica of Dromon runs: what is new waits, everything else goes on. */
class RuntimeStoppedTest extends FlowTest {

    @Test
    void newVersionsWaitAndApprovedOnesStart() {
        apply(Manifests.deployment("web", "1.0"), Manifests.workload("StatefulSet", "store", "1.0"));
        app("web", "Succeeded");
        app("store", "Succeeded");
        plane.stopRuntime();

        client.apps().deployments().inNamespace(namespace).withName("web").scale(3);
        client.apps().statefulSets().inNamespace(namespace).withName("store").scale(2);
        client.resource(pods("store", "").get(0)).delete();
        apply(Manifests.deployment("late", "1.0"));
        held("late", "1.0");
        eventually(() -> assertThat(pods("web", "1.0")).hasSize(3));
        eventually(() -> assertThat(pods("store", "1.0")).hasSize(2));
        runs("web", "1.0");
        runs("store", "1.0");

        apply(Manifests.deployment("web", "2.0").replace("spec:\n  selector", "spec:\n  replicas: 3\n  selector"));
        held("web", "2.0");
        throughout(Duration.ofSeconds(2), () -> assertThat(client.resources(KeptnWorkload.class).inNamespace(namespace).withName("late-late").get()).isNull());
        held("late", "1.0");
        held("web", "2.0");

        plane.start();
        app("late", "Succeeded");
        workload("web-web", "2.0", "Succeeded");
        runs("late", "1.0");
        runs("web", "2.0");
    }

    @Test
    void otherNamespacesAndOtherPodsDoNotWait() {
        plane.stopRuntime();
        String enabled = namespace;
        apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: bare, labels: {app: bare}}
                spec: {containers: [{name: server, image: "example.org/bare:1.0"}]}
                ---
                apiVersion: batch/v1
                kind: Job
                metadata: {name: once}
                spec: {template: {spec: {restartPolicy: Never, containers: [{name: once, image: example.org/once}]}}}
                """);
        runs("bare", "1.0");
        eventually(() -> assertThat(client.batch().v1().jobs().inNamespace(enabled).withName("once").get().getStatus().getSucceeded()).isEqualTo(1));

        client.namespaces().withName(enabled).delete();
        namespace = namespace(false);
        apply(Manifests.deployment("web", "1.0", "pre-deployment-tasks", "missing"));
        runs("web", "1.0");
    }
}
