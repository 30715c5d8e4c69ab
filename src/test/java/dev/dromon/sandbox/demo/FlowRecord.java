package dev.dromon.sandbox.demo;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnWorkloadVersion;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the API server has recorded of the flows in a namespace.
 *
 * @param told        ids of the events that Kubernetes Events tell, each to its reason
 * @param transitions how many transitions the versions have, each of which is an event
 */
public record FlowRecord(Map<String, String> told, int transitions) {

    private static final String ID = "dromon.dev/event-id";
    /** Events on pods and their owners say again what holds them, and are in no history. */
    private static final String RECORDED = "Keptn";

    /** Looks at the versions and Events that are there now. */
    public static FlowRecord read(KubernetesClient client, String namespace) {
        int transitions = Stream.concat(client.resources(KeptnAppVersion.class).inNamespace(namespace).list().getItems().stream().map(KeptnAppVersion::getStatus),
                client.resources(KeptnWorkloadVersion.class).inNamespace(namespace).list().getItems().stream().map(KeptnWorkloadVersion::getStatus))
                .filter(status -> status != null).mapToInt(status -> status.transitions.size()).sum();
        Map<String, String> told = new LinkedHashMap<>();
        for (Event event : client.v1().events().inNamespace(namespace).list().getItems()) {
            String id = event.getMetadata().getAnnotations() == null ? null : event.getMetadata().getAnnotations().get(ID);
            if (id != null && event.getInvolvedObject().getKind().startsWith(RECORDED)) {
                told.put(id, event.getReason());
            }
        }
        return new FlowRecord(told, transitions);
    }
}
