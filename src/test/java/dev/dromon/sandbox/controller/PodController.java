package dev.dromon.sandbox.controller;

import dev.dromon.sandbox.server.Change;
import dev.dromon.sandbox.server.ObjectRef;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Scheduler and kubelet: a pod without scheduling gates gets the node, and then all its containers are ready. */
final class PodController implements Controller {

    static final String NODE = "sandbox-node";
    private static final Set<String> NOT_PENDING = Set.of("Running", "Succeeded", "Failed");

    private final KubernetesClient client;
    private final Recorder recorder;

    PodController(KubernetesClient client, Recorder recorder) {
        this.client = client;
        this.recorder = recorder;
    }

    @Override
    public Optional<ObjectRef> concerned(Change change) {
        return change.is("v1", "Pod") && change.type() != Change.Type.DELETED ? Optional.of(change.ref()) : Optional.empty();
    }

    @Override
    public void reconcile(ObjectRef object) {
        Pod pod = client.pods().inNamespace(object.namespace()).withName(object.name()).get();
        if (pod == null || !pod.getSpec().getSchedulingGates().isEmpty() || NOT_PENDING.contains(pod.getStatus().getPhase())) {
            return;
        }
        if (pod.getSpec().getNodeName() == null) {
            client.resource(pod.edit().editSpec().withNodeName(NODE).endSpec().build()).update();
            recorder.normal(pod, "default-scheduler", "Scheduled", "Successfully assigned " + object.namespace() + "/" + object.name() + " to " + NODE);
        } else {
            run(pod);
        }
    }

    private void run(Pod pod) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        List<PodCondition> conditions = Stream.of("PodScheduled", "Initialized", "ContainersReady", "Ready")
                .map(type -> new PodConditionBuilder().withType(type).withStatus("True").withLastTransitionTime(now).build()).toList();
        client.resource(pod.edit().editStatus().withPhase("Running").withStartTime(now).withConditions(conditions).endStatus().build()).updateStatus();
        recorder.normal(pod, "kubelet", "Started", "Started container " + pod.getSpec().getContainers().get(0).getName());
    }
}
