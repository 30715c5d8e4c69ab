package dev.dromon.cluster;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.Map;
import java.util.stream.Collectors;

/** Texts of objects as users write them. Values must be plain words. */
public final class Manifests {

    private static final String POD_KINDS = "Deployment StatefulSet DaemonSet";

    private Manifests() {
    }

    /** A namespace; an enabled one is looked after. */
    public static Namespace namespace(String name, boolean enabled) {
        NamespaceBuilder namespace = new NamespaceBuilder().withNewMetadata().withName(name).endMetadata();
        return enabled ? namespace.editMetadata().addToAnnotations("keptn.sh/lifecycle-toolkit", "enabled").endMetadata().build() : namespace.build();
    }

    /** What a workload says of itself in its pod template: {@code keptn.sh/workload, keptn.sh/version} and what else is given as key, value, key, value. */
    public static String workload(String kind, String name, String version, String... more) {
        StringBuilder annotations = new StringBuilder("keptn.sh/workload: \"" + name + "\", keptn.sh/version: \"" + version + "\"");
        for (int i = 0; i < more.length; i += 2) {
            annotations.append(", keptn.sh/").append(more[i]).append(": \"").append(more[i + 1]).append('"');
        }
        return template(kind, name, version, "", "", annotations.toString());
    }

    /** The right that a user gives Dromon to one Secret of the namespace: verbs as RBAC names them, with commas between. */
    public static String readsSecret(String name, String verbs) {
        return """
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: dromon-%1$s}
                rules: [{apiGroups: [""], resources: [secrets], resourceNames: [%1$s], verbs: [%2$s]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: dromon-%1$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: dromon-%1$s}
                subjects: [{kind: ServiceAccount, name: dromon, namespace: dromon-system}]
                """.formatted(name, verbs);
    }

    /** A Deployment of one pod, as {@link #workload}. */
    public static String deployment(String name, String version, String... more) {
        return workload("Deployment", name, version, more);
    }

    /** A workload whose pods run the version as image tag; labels and annotations are the inside of flow mappings. */
    public static String template(String kind, String name, String version, String ownerMeta, String labels, String annotations) {
        if (!POD_KINDS.contains(kind)) {
            throw new IllegalArgumentException("expected one of " + POD_KINDS + ", found " + kind);
        }
        return """
                ---
                apiVersion: apps/v1
                kind: %s
                metadata: {name: %s%s}
                spec:
                  selector: {matchLabels: {app: %s}}
                  template:
                    metadata:
                      labels: {app: %s%s}
                      annotations: {%s}
                    spec:
                      containers: [{name: server, image: "example.org/%s:%s"}]
                """.formatted(kind, name, ownerMeta, name, name, labels.isEmpty() ? "" : ", " + labels, annotations, name, version);
    }

    /** A task that succeeds at once, or does what the simulated nodes know by that word: slow, fail, hang. */
    public static String task(String name, String behaviour) {
        return """
                ---
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnTaskDefinition
                metadata: {name: %s%s}
                spec:
                  retries: 0
                  container: {name: check, image: example.org/check}
                """.formatted(name, behaviour.isEmpty() ? "" : ", labels: {dromon.dev/sandbox: " + behaviour + "}");
    }

    /** A task that succeeds at once. */
    public static String task(String name) {
        return task(name, "");
    }

    /** An evaluation of one metric of the same namespace; retried at once, once. */
    public static String evaluation(String name, String metric, String target) {
        return """
                ---
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnEvaluationDefinition
                metadata: {name: %s}
                spec:
                  retries: 1
                  retryInterval: 1s
                  objectives: [{keptnMetricRef: {name: %s}, evaluationTarget: "%s"}]
                """.formatted(name, metric, target);
    }

    /** A metric without a value; one that it is given counts for two hours. */
    public static String metric(String name) {
        return """
                ---
                apiVersion: metrics.keptn.sh/v1
                kind: KeptnMetric
                metadata: {name: %s}
                spec: {provider: {name: prometheus}, query: up, fetchIntervalSeconds: 3600}
                """.formatted(name);
    }

    /** A context of an app; lists by the names of their fields. */
    public static String context(String app, Map<String, String> lists) {
        return """
                ---
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnAppContext
                metadata: {name: %s}
                spec: {%s}
                """.formatted(app, lists.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(e -> e.getKey() + ": [" + e.getValue() + "]").collect(Collectors.joining(", ")));
    }
}
