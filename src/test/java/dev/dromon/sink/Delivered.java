package dev.dromon.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.sink.Receiver.Came;
import io.cloudevents.CloudEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What a consumer is to have got of the flows of one namespace: all that the Kubernetes Events there tell. */
public final class Delivered {

    private final KubernetesClient client;
    private final String namespace;

    public Delivered(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Ids of all that was told. */
    public Set<String> told() {
        return client.v1().events().inNamespace(namespace).list().getItems().stream().map(e -> e.getMetadata().getAnnotations()).filter(Objects::nonNull)
                .map(a -> a.get("dromon.dev/event-id")).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    /** Fails unless a receiver has it all, as below. */
    public void complete(Receiver receiver) {
        complete(receiver.taken().stream().map(Came::event).toList());
    }

    /** Fails unless a topic has it all, as below. */
    public void complete(Broker broker, String topic) {
        complete(broker.records(topic).stream().map(Broker::event).toList());
    }

    /** Fails unless it is all that was told and nothing else, those of each version in their order, causes before effects, and what came twice was the same. */
    private void complete(List<CloudEvent> came) {
        Map<String, CloudEvent> first = new LinkedHashMap<>();
        came.forEach(event -> assertThat(first.computeIfAbsent(event.getId(), id -> event)).isEqualTo(event));
        assertThat(first.keySet()).isNotEmpty().isEqualTo(told());
        Map<URI, List<String>> sequences = new HashMap<>();
        first.values().forEach(event -> sequences.computeIfAbsent(event.getSource(), source -> new ArrayList<>()).add((String) event.getExtension("sequence")));
        assertThat(sequences).allSatisfy((version, order) -> assertThat(order).isSorted().doesNotHaveDuplicates());
        Map<Object, List<CloudEvent>> apps = first.values().stream().collect(Collectors.groupingBy(event -> event.getExtension("partitionkey")));
        assertThat(apps).allSatisfy((app, events) -> causesFirst(events));
    }

    /** Fails unless, in what came of an app that has one version, its workloads are let go after its own checks, and it goes on after all of them are through. */
    public static void causesFirst(List<CloudEvent> events) {
        List<String> types = events.stream().map(event -> event.getType().replaceAll("^dev\\.dromon\\.|\\.v1$", "")).toList();
        assertThat(types).contains("apppredeployevaluations.succeeded", "workloadpredeploytasks.started", "workload.ended", "appdeploy.succeeded");
        assertThat(types.indexOf("workloadpredeploytasks.started")).as("%s", types).isGreaterThan(types.indexOf("apppredeployevaluations.succeeded"));
        assertThat(types.lastIndexOf("workload.ended")).as("%s", types).isLessThan(types.indexOf("appdeploy.succeeded"));
    }
}
