package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.KeptnApp;
import dev.dromon.api.KeptnWorkload;
import dev.dromon.api.SummaryStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Apps and workloads can be waited for: their conditions tell how their newest version fares. */
class ConditionsTest extends FlowTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void kubectlWaitsForAnAppToBeReady() {
        apply(Manifests.task("check"), shop("1.0"), Manifests.deployment("front", "1.0", "app", "shop", "pre-deployment-tasks", "check"));

        waits("keptnapp/shop", "condition=Ready", "60s");
        waits("keptnworkload/shop-front", "condition=Ready", "60s");
        assertThat(appVersions("shop")).singleElement().satisfies(v -> assertThat(v.getStatus().status).isEqualTo("Succeeded"));
        assertThat(types(app())).containsExactly("Ready=True", "Progressing=False", "Blocked=False");
        assertThat(app().currentVersion).isEqualTo("1.0");
        assertThat(plane.kubectl("", "get", "keptnapp", "shop", "-n", namespace)).contains("READY", "True", "Succeeded");
    }

    @Test
    void aFailedAppSaysSoAndWhyAndANewRevisionMakesUpForIt() {
        apply(Manifests.task("check", "fail"), shop("1.0"), Manifests.deployment("front", "1.0", "app", "shop", "pre-deployment-tasks", "check"));

        waits("keptnapp/shop", "condition=Stalled", "60s");
        assertThat(types(app())).containsExactly("Ready=False", "Progressing=False", "Blocked=False", "Stalled=True");
        assertThat(condition(app(), "Stalled").getReason()).isEqualTo("Failed");
        assertThat(condition(app(), "Stalled").getMessage()).isEqualTo(condition(app(), "Ready").getMessage()).contains("AppDeploy failed", "front");
        waits("keptnworkload/shop-front", "condition=Stalled", "60s");
        assertThat(condition(workload(), "Stalled").getMessage()).contains("WorkloadPreDeployTasks failed: check");

        apply(Manifests.task("check"), shop("1.0").replace("spec: {", "spec: {revision: 2, "));
        waits("keptnapp/shop", "condition=Ready", "60s");
        waits("keptnworkload/shop-front", "condition=Ready", "60s");
        assertThat(app().observedGeneration).isEqualTo(2);
        assertThat(types(workload())).containsExactly("Ready=True", "Progressing=False", "Blocked=False");
    }

    @Test
    void anAppThatSomebodyHasToHelpIsStalledUntilItIsHelped() {
        apply(Manifests.context("shop", Map.of("preDeploymentTasks", "later")), shop("1.0"), Manifests.deployment("front", "1.0", "app", "shop"));

        waits("keptnapp/shop", "condition=Stalled", "60s");
        assertThat(types(app())).containsExactly("Ready=False", "Progressing=False", "Blocked=True", "Stalled=True");
        assertThat(condition(app(), "Stalled").getReason()).isEqualTo("DefinitionNotFound");
        assertThat(condition(app(), "Stalled").getMessage()).contains("later");

        apply(Manifests.task("later"));
        waits("keptnapp/shop", "condition=Ready", "60s");
    }

    @Test
    void whatDromonHasNotSeenIsNotReady() {
        apply(shop("1.0"), Manifests.deployment("front", "1.0", "app", "shop"));
        waits("keptnapp/shop", "condition=Ready", "60s");
        plane.stopRuntime();
        apply(shop("1.1"), shop("1.0").replace("name: shop", "name: other"));

        assertThat(plane.kubectlRefused("", "wait", "keptnapp/shop", "-n", namespace, "--for=condition=Ready", "--timeout=1s")).contains("timed out");
        assertThat(client.resources(KeptnApp.class).inNamespace(namespace).withName("other").require().getStatus()).extracting(s -> s.observedGeneration).isEqualTo(-1L);
        plane.start();
        waits("keptnapp/shop", "condition=Reconciling", "60s");
        apply(Manifests.deployment("front", "1.1", "app", "shop"));
        waits("keptnapp/shop", "condition=Ready", "60s");
        assertThat(app().observedGeneration).isEqualTo(2);
        assertThat(appVersions("shop")).hasSize(2).last().satisfies(v -> assertThat(v.getStatus().status).isEqualTo("Succeeded"));
    }

    @Test
    void aFlowCostsAnAppAndAWorkloadTwoStatusWritesAtMost() throws IOException {
        assumeTrue(plane.auditLog().isPresent(), "this control plane has no audit log beside its kubeconfig");
        apply(Manifests.task("check"), Manifests.context("web", Map.of("preDeploymentTasks", "check", "postDeploymentTasks", "check")),
                Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check"));
        waits("keptnapp/web", "condition=Ready", "60s");
        waits("keptnworkload/web-web", "condition=Ready", "60s");
        eventually(() -> assertThat(events()).extracting(e -> e.getReason()).contains("Completed", "WorkloadCompleted"));

        Map<String, Integer> requests = requests(plane.auditLog().get());
        assertThat(requests.get("keptnapps/status")).isBetween(1, 2);
        assertThat(requests.get("keptnworkloads/status")).isBetween(1, 2);
    }

    @Test
    void aDeploymentWhoseDeadlinePassesWhileItIsHeldRecoversWhenItIsLetGo() {
        apply(Manifests.task("check", "hang"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check").replace("spec:\n  selector", "spec:\n  progressDeadlineSeconds: 1\n  selector"));
        eventually(() -> assertThat(progress()).isEqualTo("False ProgressDeadlineExceeded"));
        held("web", "1.0");

        letJobsEnd();
        waits("keptnapp/web", "condition=Ready", "60s");
        eventually(() -> assertThat(progress()).isEqualTo("True NewReplicaSetAvailable"));
    }

    private String progress() {
        return client.apps().deployments().inNamespace(namespace).withName("web").require().getStatus().getConditions().stream().filter(c -> "Progressing".equals(c.getType()))
                .map(c -> c.getStatus() + " " + c.getReason()).findFirst().orElse("");
    }

    @Test
    void theSettingsOfArgoCdAreAddedToThoseThatAreThere() {
        plane.kubectl("", "create", "namespace", "argocd");
        plane.kubectl("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm, namespace: argocd}\ndata: {url: https://argocd.example}\n", "apply", "-f", "-");

        plane.kubectl("", "patch", "configmap", "argocd-cm", "-n", "argocd", "--patch-file", "kustomize/components/argo-cd/argocd-cm.yaml");
        Map<String, String> settings = client.configMaps().inNamespace("argocd").withName("argocd-cm").require().getData();
        assertThat(settings).hasSize(7).containsEntry("url", "https://argocd.example");
        assertThat(settings.get("resource.customizations.health.lifecycle.keptn.sh_KeptnWorkloadVersion"))
                .isEqualTo(settings.get("resource.customizations.health.lifecycle.keptn.sh_KeptnApp")).contains("Degraded");
        client.namespaces().withName("argocd").delete();
    }

    private void waits(String object, String what, String timeout) {
        eventually(() -> assertThat(plane.kubectl("", "get", object, "-n", namespace)).isNotEmpty());
        plane.kubectl("", "wait", object, "-n", namespace, "--for=" + what, "--timeout=" + timeout);
    }

    private SummaryStatus app() {
        return client.resources(KeptnApp.class).inNamespace(namespace).withName("shop").require().getStatus();
    }

    private SummaryStatus workload() {
        return client.resources(KeptnWorkload.class).inNamespace(namespace).withName("shop-front").require().getStatus();
    }

    private static List<String> types(SummaryStatus status) {
        return status.conditions.stream().map(c -> c.getType() + "=" + c.getStatus()).toList();
    }

    private static Condition condition(SummaryStatus status, String type) {
        return status.conditions.stream().filter(c -> type.equals(c.getType())).findFirst().orElseThrow();
    }

    /** The runtime's requests about objects of the test's namespace, by resource. */
    private Map<String, Integer> requests(Path log) throws IOException {
        Map<String, Integer> requests = new HashMap<>();
        try (Stream<String> lines = Files.lines(log)) {
            for (String line : lines.filter(l -> l.contains("\"" + namespace + "\"")).toList()) {
                JsonNode entry = JSON.readTree(line);
                JsonNode about = entry.path("objectRef");
                if (ControlPlane.RUNTIME_USER.equals(entry.path("user").path("username").asText())) {
                    String part = Optional.of(about.path("subresource").asText()).filter(s -> !s.isEmpty()).map(s -> "/" + s).orElse("");
                    requests.merge(about.path("resource").asText() + part, 1, Integer::sum);
                }
            }
        }
        return requests;
    }

    private static String shop(String version) {
        return """
                ---
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnApp
                metadata: {name: shop}
                spec: {version: "%s", workloads: [{name: front, version: "%s"}]}
                """.formatted(version, version);
    }
}
