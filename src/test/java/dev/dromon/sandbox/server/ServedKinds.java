package dev.dromon.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** Which kinds the server knows: some built-in ones, and those of the CustomResourceDefinitions that were created. */
final class ServedKinds {

    private static final Set<String> BUILT_IN = Set.of("v1/namespaces", "v1/nodes", "v1/pods", "v1/services", "v1/configmaps", "v1/secrets", "v1/serviceaccounts", "v1/events",
            "apps/v1/deployments", "apps/v1/replicasets", "apps/v1/statefulsets", "apps/v1/daemonsets", "apps/v1/controllerrevisions", "batch/v1/jobs",
            "coordination.k8s.io/v1/leases", "apiextensions.k8s.io/v1/customresourcedefinitions");

    private final Set<String> custom = new HashSet<>();

    boolean serves(ResourcePath path) {
        return BUILT_IN.contains(path.kind()) || custom(path);
    }

    boolean custom(ResourcePath path) {
        return custom.contains(path.kind());
    }

    /** From now on the kinds of that CustomResourceDefinition are served too. */
    void define(JsonNode crd) {
        String group = crd.at("/spec/group").asText();
        String plural = crd.at("/spec/names/plural").asText();
        crd.at("/spec/versions").forEach(version -> custom.add(group + "/" + version.path("name").asText() + "/" + plural));
    }
}
