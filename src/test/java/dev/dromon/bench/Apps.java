package dev.dromon.bench;

import dev.dromon.api.KeptnApp;
import dev.dromon.api.KeptnAppContext;
import dev.dromon.api.KeptnAppContextSpec;
import dev.dromon.api.KeptnAppSpec;
import dev.dromon.api.KeptnEvaluationDefinition;
import dev.dromon.api.KeptnEvaluationDefinitionSpec;
import dev.dromon.api.KeptnMetric;
import dev.dromon.api.KeptnMetricReference;
import dev.dromon.api.KeptnMetricSpec;
import dev.dromon.api.KeptnMetricStatus;
import dev.dromon.api.KeptnTaskDefinition;
import dev.dromon.api.KeptnTaskDefinitionSpec;
import dev.dromon.api.KeptnWorkloadRef;
import dev.dromon.api.Objective;
import dev.dromon.api.ProviderReference;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes what a user would apply; all of it means the same to every implementation of Keptn's custom resources. */
final class Apps {

    static final String TASK = "check";
    static final String VERSION = "1.0";

    private final KubernetesClient client;

    Apps(KubernetesClient client) {
        this.client = client;
    }

    private static ObjectMeta meta(String namespace, String name) {
        return new ObjectMetaBuilder().withNamespace(namespace).withName(name).build();
    }

    private void create(HasMetadata object, String namespace, String name) {
        object.setMetadata(meta(namespace, name));
        client.resource(object).create();
    }

    /** A Deployment of one pod; more are annotations without their prefix: key, value, key, value. */
    void deployment(String namespace, String name, String... more) {
        client.resource(workload(namespace, name, more)).create();
    }

    static Deployment workload(String namespace, String name, String... more) {
        Map<String, String> annotations = new TreeMap<>(Map.of("keptn.sh/workload", name, "keptn.sh/version", VERSION));
        for (int i = 0; i < more.length; i += 2) {
            annotations.put("keptn.sh/" + more[i], more[i + 1]);
        }
        return new DeploymentBuilder().withMetadata(meta(namespace, name)).withNewSpec().withNewSelector().addToMatchLabels("app", name).endSelector()
                .withNewTemplate().withNewMetadata().addToLabels("app", name).withAnnotations(annotations).endMetadata()
                .withNewSpec().addNewContainer().withName("server").withImage("example.org/server:1.0").endContainer().endSpec().endTemplate().endSpec().build();
    }

    /** A task that succeeds as soon as its pod runs. */
    void task(String namespace) {
        KeptnTaskDefinition definition = new KeptnTaskDefinition();
        definition.setSpec(new KeptnTaskDefinitionSpec());
        definition.getSpec().container = new ContainerBuilder().withName("check").withImage("example.org/check:1.0").build();
        create(definition, namespace, TASK);
    }

    /** The task before and after the deployment of an app. */
    void context(String namespace, String app) {
        KeptnAppContext context = new KeptnAppContext();
        context.setSpec(new KeptnAppContextSpec());
        context.getSpec().preDeploymentTasks = List.of(TASK);
        context.getSpec().postDeploymentTasks = List.of(TASK);
        create(context, namespace, app);
    }

    /** An app as its user writes it. */
    void app(String namespace, String name, List<String> workloads) {
        KeptnApp app = new KeptnApp();
        app.setSpec(new KeptnAppSpec());
        app.getSpec().version = VERSION;
        app.getSpec().workloads = workloads.stream().map(Apps::reference).toList();
        create(app, namespace, name);
    }

    private static KeptnWorkloadRef reference(String name) {
        KeptnWorkloadRef reference = new KeptnWorkloadRef();
        reference.name = name;
        reference.version = VERSION;
        return reference;
    }

    /** An evaluation of that name, of a metric of that name that must be 1; it is tried again and again. */
    void evaluation(String namespace, String name) {
        KeptnMetric metric = new KeptnMetric();
        metric.setSpec(new KeptnMetricSpec());
        metric.getSpec().provider = new ProviderReference();
        metric.getSpec().provider.name = "bench";
        metric.getSpec().query = "up";
        metric.getSpec().fetchIntervalSeconds = 3600;
        create(metric, namespace, name);
        KeptnEvaluationDefinition definition = new KeptnEvaluationDefinition();
        definition.setSpec(new KeptnEvaluationDefinitionSpec());
        Objective objective = new Objective();
        objective.keptnMetricRef = new KeptnMetricReference();
        objective.keptnMetricRef.name = name;
        objective.evaluationTarget = "==1";
        definition.getSpec().objectives = List.of(objective);
        definition.getSpec().retries = 100;
        definition.getSpec().retryInterval = "5s";
        create(definition, namespace, name);
    }

    /** Gives a metric its value, as a metrics operator does. */
    void measure(String namespace, String metric, String value) {
        KeptnMetric found = client.resources(KeptnMetric.class).inNamespace(namespace).withName(metric).require();
        found.setStatus(new KeptnMetricStatus());
        found.getStatus().value = value;
        found.getStatus().rawValue = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        found.getStatus().lastUpdated = Instant.now().toString();
        client.resource(found).updateStatus();
    }
}
