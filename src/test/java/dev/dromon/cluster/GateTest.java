package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnWorkload;
import dev.dromon.gather.Pods;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which pods are held, and what of a pod is touched. */
class GateTest extends FlowTest {

    private static final String FOREIGN = "example.org/quota";

    @Test
    void aForeignGateSurvivesAdmissionAndRelease() {
        apply(Manifests.task("slow", "hang"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "slow").replace("spec:\n      containers",
                "spec:\n      schedulingGates: [{name: " + FOREIGN + "}]\n      containers"));
        held("web", "1.0");
        assertThat(only().getSpec().getSchedulingGates()).extracting(PodSchedulingGate::getName).containsExactly(FOREIGN, Pods.GATE);
        letJobsEnd();

        eventually(() -> assertThat(only().getSpec().getSchedulingGates()).extracting(PodSchedulingGate::getName).containsExactly(FOREIGN));
        assertThat(only().getMetadata().getAnnotations()).containsEntry("keptn.sh/scheduling-gate-removed", "true");
        throughout(Duration.ofSeconds(1), () -> assertThat(only().getSpec().getNodeName()).isNull());
        client.resource(only()).patch(PatchContext.of(PatchType.JSON), "[{\"op\":\"remove\",\"path\":\"/spec/schedulingGates\"}]");
        runs("web", "1.0");
        app("web", "Succeeded");
    }

    @Test
    void aPodWithTheMarkOfARemovedGateIsNeverHeld() {
        plane.stopRuntime();
        apply(Manifests.deployment("web", "1.0", "scheduling-gate-removed", "true"));

        runs("web", "1.0");
        plane.start();
    }

    @Test
    void aDeploymentWithoutKeysIsLetGoAtOnce() {
        apply(Manifests.template("Deployment", "plain", "1.0", "", "", ""));

        runs("plain", "1.0");
        assertThat(client.resources(KeptnWorkload.class).inNamespace(namespace).list().getItems()).isEmpty();
    }

    @Test
    void anotherNamespaceIsNotTouched() {
        String own = namespace;
        namespace = namespace(false);
        client.namespaces().withName(own).delete();
        plane.stopRuntime();
        apply(Manifests.deployment("web", "1.0"));
        runs("web", "1.0");

        plane.start();
        throughout(Duration.ofSeconds(2), () -> assertThat(client.resources(KeptnWorkload.class).inNamespace(namespace).list().getItems()).isEmpty());
        assertThat(only().getMetadata().getAnnotations()).doesNotContainKey("keptn.sh/scheduling-gate-removed");
    }

    @Test
    void barePodsAndPodsOfJobsAreNotHeld() {
        apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: bare, labels: {app: bare}, annotations: {keptn.sh/workload: bare, keptn.sh/version: "1.0"}}
                spec: {containers: [{name: server, image: "example.org/bare:1.0"}]}
                ---
                apiVersion: batch/v1
                kind: Job
                metadata: {name: once}
                spec: {template: {spec: {restartPolicy: Never, containers: [{name: once, image: example.org/once}]}}}
                """);

        runs("bare", "1.0");
        eventually(() -> assertThat(client.batch().v1().jobs().inNamespace(namespace).withName("once").get().getStatus().getSucceeded()).isEqualTo(1));
    }

    private Pod only() {
        assertThat(pods("web", "1.0")).hasSize(1);
        return pods("web", "1.0").get(0);
    }
}
