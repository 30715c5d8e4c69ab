package dev.dromon.sandbox.controller;

import static dev.dromon.sandbox.controller.Owned.or;

import dev.dromon.sandbox.server.Change;
import dev.dromon.sandbox.server.ObjectRef;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the wanted number of pods; takes away those first that have no node yet. */
final class ReplicaSetController implements Controller {

    private static final String COMPONENT = "replicaset-controller";

    private final KubernetesClient client;
    private final Recorder recorder;
    private final Suffixes suffixes;

    ReplicaSetController(KubernetesClient client, Recorder recorder, Suffixes suffixes) {
        this.client = client;
        this.recorder = recorder;
        this.suffixes = suffixes;
    }

    @Override
    public Optional<ObjectRef> concerned(Change change) {
        return change.is("apps/v1", "ReplicaSet") ? Optional.of(change.ref()) : change.is("v1", "Pod") ? change.controller("ReplicaSet") : Optional.empty();
    }

    @Override
    public void reconcile(ObjectRef object) {
        ReplicaSet set = client.apps().replicaSets().inNamespace(object.namespace()).withName(object.name()).get();
        if (set == null) {
            return;
        }
        int desired = or(set.getSpec().getReplicas(), 1);
        List<Pod> pods = Owned.pods(client, set);
        for (int missing = desired - pods.size(); missing > 0; missing--) {
            Pod pod = client.resource(Owned.pod(set, set.getSpec().getTemplate(), object.name() + "-" + suffixes.next(), Map.of())).create();
            recorder.normal(set, COMPONENT, "SuccessfulCreate", "Created pod: " + pod.getMetadata().getName());
        }
        pods.stream().sorted(Comparator.comparing((Pod p) -> p.getSpec().getNodeName() != null)).limit(Math.max(0, pods.size() - desired)).forEach(pod -> {
            client.resource(pod).delete();
            recorder.normal(set, COMPONENT, "SuccessfulDelete", "Deleted pod: " + pod.getMetadata().getName());
        });
        report(set, Owned.pods(client, set));
    }

    private void report(ReplicaSet set, List<Pod> pods) {
        int ready = (int) Owned.ready(pods);
        ReplicaSetStatus status = new ReplicaSetStatusBuilder().withObservedGeneration(set.getMetadata().getGeneration()).withReplicas(pods.size())
                .withFullyLabeledReplicas(pods.size()).withReadyReplicas(ready).withAvailableReplicas(ready).build();
        if (!status.equals(set.getStatus())) {
            client.resource(set.edit().withStatus(status).build()).updateStatus();
        }
    }
}
