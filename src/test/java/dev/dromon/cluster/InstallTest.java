package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users do with the folder kustomize, on a control plane of its own. */
class InstallTest extends FlowTest {

    private static final Path OVERLAYS = Path.of("kustomize", "overlays");
    private static final List<String> COMPONENTS = List.of("monitoring", "kafka", "user-routes");
    private static final String IMAGE = "example.org/dromon:1.0";
    private static ControlPlane own;

    @BeforeAll
    static void up() {
        own = ControlPlane.ownWithoutRuntime();
        own.kubectl(SERVICE_MONITORS + RULES, "apply", "-f", "-");
        own.kubectl("", "wait", "--for", "condition=Established", "crd", "servicemonitors.monitoring.coreos.com", "prometheusrules.monitoring.coreos.com", "--timeout", "60s");
    }

    @AfterAll
    static void down() {
        own.down();
    }

    @Override
    ControlPlane controlPlane() {
        return own;
    }

    /** The fields that the component uses, as the Prometheus operator has them; any other is refused. */
    private static final String SERVICE_MONITORS = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: servicemonitors.monitoring.coreos.com}
            spec:
              group: monitoring.coreos.com
              scope: Namespaced
              names: {kind: ServiceMonitor, plural: servicemonitors, singular: servicemonitor, listKind: ServiceMonitorList}
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        required: [endpoints, selector]
                        properties:
                          selector: {type: object, properties: {matchLabels: {type: object, additionalProperties: {type: string}}}}
                          endpoints:
                            type: array
                            items: {type: object, properties: {port: {type: string}, path: {type: string}, interval: {type: string}}}
            """;

    private static final String RULES = """
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: prometheusrules.monitoring.coreos.com}
            spec:
              group: monitoring.coreos.com
              scope: Namespaced
              names: {kind: PrometheusRule, plural: prometheusrules, singular: prometheusrule, listKind: PrometheusRuleList}
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        properties:
                          groups:
                            type: array
                            items:
                              type: object
                              required: [name]
                              properties:
                                name: {type: string, minLength: 1}
                                rules:
                                  type: array
                                  items:
                                    type: object
                                    required: [expr]
                                    properties:
                                      alert: {type: string}
                                      expr: {type: string}
                                      for: {type: string, pattern: "^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$"}
                                      labels: {type: object, additionalProperties: {type: string}}
                                      annotations: {type: object, additionalProperties: {type: string}}
            """;

    static List<String> overlays() throws IOException {
        try (Stream<Path> overlays = Files.list(OVERLAYS)) {
            return overlays.map(o -> o.getFileName().toString()).sorted().toList();
        }
    }

    /** A kustomization as users write one, with an image, over an overlay and components. */
    private static String built(String overlay, List<String> components) throws IOException {
        Path folder = Path.of("target", "kustomize", overlay + "-" + components.size());
        Files.createDirectories(folder);
        StringBuilder kustomization = new StringBuilder("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../../../kustomize/overlays/" + overlay + "]\n");
        kustomization.append("images: [{name: dromon, newName: example.org/dromon, newTag: \"1.0\"}]\n");
        kustomization.append("components: ").append(components.stream().map(c -> "../../../kustomize/components/" + c).toList()).append('\n');
        Files.writeString(folder.resolve("kustomization.yaml"), kustomization);
        return own.kubectl("", "kustomize", folder.toString());
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theServerAcceptsEachOverlayWithAllComponents(String overlay) throws IOException {
        String built = built(overlay, COMPONENTS);

        String said = own.kubectl(built, "apply", "--dry-run=server", "-f", "-");

        assertThat(said).contains("deployment.apps/dromon", "eventsink.dromon.dev/kafka", "servicemonitor.monitoring.coreos.com/dromon", "prometheusrule.monitoring.coreos.com/dromon", "configmap/dromon-dashboards", "networkpolicy.networking.k8s.io/dromon",
                "poddisruptionbudget.policy/dromon", "service/dromon").doesNotContain("Warning");
        assertThat(built).contains("image: " + IMAGE, "DROMON_CAMEL_ROUTES: /etc/dromon/routes", "mountPath: /etc/dromon/routes", "DROMON_LEADER_ENABLED: \"true\"");
    }

    private static Map<String, String> settings() {
        ConfigMap settings = own.admin().configMaps().inNamespace(ControlPlane.SYSTEM).withLabel("app.kubernetes.io/part-of", "dromon").list().getItems().get(0);
        Map<String, String> properties = new HashMap<>();
        settings.getData().forEach((name, value) -> properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
        return properties;
    }

    @Test
    void whatIsInstalledLetsAFlowThroughAndGoesWithoutATrace() throws IOException {
        own.kubectl(built("default", List.of("monitoring")), "apply", "-f", "-");
        own.kubectl("", "rollout", "status", "deployment/dromon", "-n", ControlPlane.SYSTEM, "--timeout", "120s");
        assertThat(client.pods().inNamespace(ControlPlane.SYSTEM).withLabel("app.kubernetes.io/name", "dromon").list().getItems()).singleElement().satisfies(pod -> {
            assertThat(pod.getSpec().getSchedulingGates()).isEmpty();
            assertThat(pod.getSpec().getContainers().get(0).getImage()).isEqualTo(IMAGE);
            assertThat(pod.getSpec().getVolumes()).as("its token").anyMatch(v -> v.getProjected() != null);
        });
        plane.start(settings());
        apply(Manifests.task("check"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check"), Manifests.deployment("held", "1.0", "pre-deployment-tasks", "missing"));
        app("web", "Succeeded");
        runs("web", "1.0");
        held("held", "1.0");
        plane.stopRuntime();

        String said = uninstall("no");

        assertThat(said).contains("uninstall: custom resources and the namespace dromon-system stay");
        runs("held", "1.0");
        apply(Manifests.deployment("late", "1.0", "pre-deployment-tasks", "missing"));
        runs("late", "1.0");
        assertThat(client.apps().deployments().inNamespace(ControlPlane.SYSTEM).list().getItems()).isEmpty();
        assertThat(own.kubectl("", "get", "servicemonitors,prometheusrules,configmaps", "-n", ControlPlane.SYSTEM, "-o", "name").lines()).containsExactly("configmap/kube-root-ca.crt");
        assertThat(ours(own.kubectl("", "get", "mutatingadmissionpolicies,mutatingadmissionpolicybindings,validatingadmissionpolicies,validatingadmissionpolicybindings,"
                + "mutatingwebhookconfigurations,validatingwebhookconfigurations,clusterroles,clusterrolebindings", "-o", "name"))).isEmpty();
        assertThat(crds()).isNotEmpty().allSatisfy(crd -> assertThat(objects(crd)).as("objects of %s", crd.getMetadata().getName())
                .allSatisfy(object -> assertThat(object.getMetadata().getFinalizers()).isEmpty()));

        assertThat(uninstall("yes")).contains("uninstall: custom resources and the namespace go");

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(crds()).isEmpty());
        assertThat(client.namespaces().withName(ControlPlane.SYSTEM).get()).isNull();
        runs("held", "1.0");
    }

    private static String uninstall(String data) {
        return own.shell(Map.of("DATA", data), "kustomize/uninstall");
    }

    private static List<String> ours(String names) {
        return names.lines().filter(n -> n.contains("dromon")).toList();
    }

    private List<CustomResourceDefinition> crds() {
        return client.apiextensions().v1().customResourceDefinitions().withLabel("app.kubernetes.io/part-of", "dromon").list().getItems();
    }

    private List<GenericKubernetesResource> objects(CustomResourceDefinition crd) {
        boolean namespaced = "Namespaced".equals(crd.getSpec().getScope());
        ResourceDefinitionContext kind = new ResourceDefinitionContext.Builder().withGroup(crd.getSpec().getGroup()).withVersion(crd.getSpec().getVersions().get(0).getName())
                .withKind(crd.getSpec().getNames().getKind()).withPlural(crd.getSpec().getNames().getPlural()).withNamespaced(namespaced).build();
        return namespaced ? client.genericKubernetesResources(kind).inAnyNamespace().list().getItems() : client.genericKubernetesResources(kind).list().getItems();
    }
}
