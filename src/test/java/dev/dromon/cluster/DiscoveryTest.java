package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnWorkload;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a workload's name, version and app may be written, and how its objects may be applied. */
class DiscoveryTest extends FlowTest {

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet"})
    void annotationsOfTheOwnerCount(String kind) {
        apply(Manifests.template(kind, "web", "3.1", ", annotations: {keptn.sh/workload: web, keptn.sh/version: \"3.1\"}", "", ""));

        app("web", "Succeeded");
        workload("web-web", "3.1", "Succeeded");
        runs("web", "3.1");
    }

    @Test
    void recommendedLabelsCount() {
        apply(Manifests.template("Deployment", "cart", "2.1", "", "app.kubernetes.io/name: cart, app.kubernetes.io/part-of: shop, app.kubernetes.io/version: \"2.1\"", ""));

        KeptnAppVersion app = app("shop", "Succeeded");
        assertThat(app.getSpec().workloads).singleElement().satisfies(w -> assertThat(w.name + " " + w.version).isEqualTo("cart 2.1"));
        workload("shop-cart", "2.1", "Succeeded");
        runs("cart", "2.1");
    }

    @Test
    void theImageTagIsTheVersionOfTheNamedContainer() {
        apply(Manifests.template("Deployment", "web", "4.2", "", "", "keptn.sh/workload: web, keptn.sh/container: server"));

        assertThat(app("web", "Succeeded").getSpec().version).isEqualTo("4.2");
    }

    @Test
    void oneAppTakesServicesAppliedInDifferentWays() {
        plane.kubectl(Manifests.deployment("a", "1.0", "app", "mixed"), "apply", "-n", namespace, "-f", "-");
        plane.kubectl(Manifests.deployment("b", "1.0", "app", "mixed"), "apply", "--server-side", "-n", namespace, "-f", "-");
        create(Manifests.workload("StatefulSet", "c", "1.0", "app", "mixed"));

        KeptnAppVersion app = app("mixed", "Succeeded");
        assertThat(app.getSpec().workloads).extracting(w -> w.name).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(appVersions("mixed")).hasSize(1);
        List.of("a", "b", "c").forEach(n -> runs(n, "1.0"));
        assertThat(client.apps().deployments().inNamespace(namespace).list().getItems()).flatExtracting(d -> d.getMetadata().getManagedFields()).extracting(f -> f.getManager())
                .contains("kubectl-client-side-apply", "kubectl");
    }

    @Test
    void podsOfAnArgoRolloutCount() {
        apply("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: rollouts.argoproj.io}
                spec:
                  group: argoproj.io
                  scope: Namespaced
                  names: {kind: Rollout, listKind: RolloutList, plural: rollouts, singular: rollout}
                  versions:
                  - name: v1alpha1
                    served: true
                    storage: true
                    subresources: {status: {}}
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """);
        await("the API server serves the new kind").atMost(Duration.ofMinutes(1)).ignoreException(KubernetesClientException.class).untilAsserted(() -> apply("""
                apiVersion: argoproj.io/v1alpha1
                kind: Rollout
                metadata:
                  name: web
                  annotations: {rollout.argoproj.io/revision: "1", keptn.sh/workload: web, keptn.sh/version: "1.0"}
                spec: {replicas: 1}
                """));
        GenericKubernetesResource rollout = client.genericKubernetesResources("argoproj.io/v1alpha1", "Rollout").inNamespace(namespace).withName("web").require();
        apply("""
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata:
                  name: web-5d4f
                  labels: {rollouts-pod-template-hash: 5d4f}
                  annotations: {rollout.argoproj.io/revision: "1"}
                  ownerReferences: [{apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: web, uid: %s, controller: true}]
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: web, rollouts-pod-template-hash: 5d4f}}
                  template:
                    metadata: {labels: {app: web, rollouts-pod-template-hash: 5d4f}}
                    spec: {containers: [{name: server, image: "example.org/web:1.0"}]}
                """.formatted(rollout.getMetadata().getUid()));
        runs("web", "1.0");
        workload("web-web", "1.0", "Progressing");

        rollout.setAdditionalProperty("status", Map.of("phase", "Healthy", "observedGeneration", "1", "replicas", 1, "updatedReplicas", 1));
        client.resource(rollout).updateStatus();
        app("web", "Succeeded");
        assertThat(client.resources(KeptnWorkload.class).inNamespace(namespace).withName("web-web").require().getSpec().resourceReference.kind).isEqualTo("ReplicaSet");

        plane.stopRuntime();
        client.apps().replicaSets().inNamespace(namespace).withName("web-5d4f").scale(2);
        eventually(() -> assertThat(pods("web", "1.0")).hasSize(2));
        runs("web", "1.0");
    }
}
