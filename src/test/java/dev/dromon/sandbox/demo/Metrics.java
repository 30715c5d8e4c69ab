package dev.dromon.sandbox.demo;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Stands in for the metrics provider, which a sandbox does not have. */
final class Metrics {

    private static final Map<String, String> VALUES = Map.of("free-cpus", "8", "memory-in-use", "60000000", "restarts", "0");

    private Metrics() {
    }

    /** Gives a KeptnMetric the value that a healthy cluster would have; leaves all other objects alone. */
    static void measure(KubernetesClient client, HasMetadata object) {
        if (!"KeptnMetric".equals(object.getKind())) {
            return;
        }
        String value = VALUES.getOrDefault(object.getMetadata().getName(), "0");
        String raw = Base64.getEncoder().encodeToString(("{\"value\":" + value + "}").getBytes(StandardCharsets.UTF_8));
        String status = client.getKubernetesSerialization().asJson(Map.of("status", Map.of("value", value, "rawValue", raw)));
        client.resource(object).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), status);
    }
}
