package dev.dromon.sandbox.demo;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Manifests in which the pre-deployment task of one workload fails. */
final class FailingCheck {

    private static final String WORKLOAD = "keptn.sh/workload";
    private static final String PRE_TASKS = "keptn.sh/pre-deployment-tasks";
    private static final Map<String, String> FAIL = Map.of("dromon.dev/sandbox", "fail");

    private FailingCheck() {
    }

    /** Workload name to its Deployment. */
    static SortedMap<String, Deployment> workloads(List<HasMetadata> manifests) {
        SortedMap<String, Deployment> found = new TreeMap<>();
        manifests.stream().filter(Deployment.class::isInstance).map(Deployment.class::cast)
                .forEach(d -> Optional.ofNullable(annotations(d).get(WORKLOAD)).ifPresent(w -> found.put(w, d)));
        return found;
    }

    /** Makes the first pre-deployment task of the workload fail, and gives it one first when it has none. Changes the objects and returns them as a new list. */
    static List<HasMetadata> in(List<HasMetadata> manifests, String workload) {
        Deployment deployment = workloads(manifests).get(workload);
        List<HasMetadata> result = new ArrayList<>(manifests);
        String tasks = annotations(deployment).get(PRE_TASKS);
        if (tasks == null) {
            String added = "check-" + workload;
            annotations(deployment).put(PRE_TASKS, added);
            result.add(result.indexOf(deployment), definition(deployment.getMetadata().getNamespace(), added));
            return result;
        }
        String first = tasks.split(",")[0].trim();
        HasMetadata definition = manifests.stream().filter(o -> "KeptnTaskDefinition".equals(o.getKind()) && first.equals(o.getMetadata().getName())).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a KeptnTaskDefinition " + first + " for workload " + workload + ", found none; add it to the manifests"));
        definition.getMetadata().setAnnotations(new LinkedHashMap<>(FAIL));
        return result;
    }

    private static Map<String, String> annotations(Deployment deployment) {
        return deployment.getSpec().getTemplate().getMetadata().getAnnotations();
    }

    private static HasMetadata definition(String namespace, String name) {
        GenericKubernetesResource definition = new GenericKubernetesResource();
        definition.setApiVersion("lifecycle.keptn.sh/v1");
        definition.setKind("KeptnTaskDefinition");
        definition.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(namespace).withAnnotations(FAIL).build());
        definition.setAdditionalProperty("spec", Map.of("retries", 0, "container", Map.of("name", "task", "image", "busybox:1.37.0", "command", List.of("false"))));
        return definition;
    }
}
