package dev.dromon.sandbox.controller;

import static dev.dromon.sandbox.controller.Owned.or;

import dev.dromon.sandbox.server.Change;
import dev.dromon.sandbox.server.ObjectRef;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Keeps pods 0 to n-1, one after the other: the next one is created or replaced only when all there are is ready, unless the pod management is Parallel. So a
 * pod that does not get ready holds up its StatefulSet, also against a newer template. Volumes and partitions are not simulated.
 */
final class StatefulSetController implements Controller {

    static final String POD_LABEL = "controller-revision-hash";
    private static final String COMPONENT = "statefulset-controller";

    private final KubernetesClient client;
    private final Recorder recorder;
    private final Revisions revisions;

    StatefulSetController(KubernetesClient client, Recorder recorder) {
        this.client = client;
        this.recorder = recorder;
        this.revisions = new Revisions(client, "controller.kubernetes.io/hash");
    }

    @Override
    public Optional<ObjectRef> concerned(Change change) {
        return change.is("apps/v1", "StatefulSet") ? Optional.of(change.ref()) : change.is("v1", "Pod") ? change.controller("StatefulSet") : Optional.empty();
    }

    @Override
    public void reconcile(ObjectRef object) {
        StatefulSet set = client.apps().statefulSets().inNamespace(object.namespace()).withName(object.name()).get();
        if (set == null) {
            return;
        }
        String revision = revisions.of(set, set.getSpec().getTemplate()).getMetadata().getName();
        step(set, revision, Owned.pods(client, set));
        report(set, revision, Owned.pods(client, set));
    }

    private void step(StatefulSet set, String revision, List<Pod> pods) {
        int replicas = or(set.getSpec().getReplicas(), 1);
        boolean parallel = "Parallel".equals(set.getSpec().getPodManagementPolicy());
        List<Pod> surplus = pods.stream().filter(p -> ordinal(p) >= replicas).toList();
        surplus.forEach(pod -> delete(set, pod));
        List<Pod> kept = pods.stream().filter(p -> !surplus.contains(p)).toList();
        boolean settled = Owned.ready(kept) == kept.size();
        List<Integer> missing = IntStream.range(0, replicas).filter(i -> kept.stream().noneMatch(p -> ordinal(p) == i)).boxed().toList();
        if (settled || parallel) {
            missing.stream().limit(parallel ? replicas : 1).forEach(i -> create(set, revision, i));
        }
        boolean onDelete = set.getSpec().getUpdateStrategy() != null && "OnDelete".equals(set.getSpec().getUpdateStrategy().getType());
        if (missing.isEmpty() && (settled || parallel) && !onDelete) {
            kept.stream().filter(p -> !current(p, revision)).reduce((lower, higher) -> ordinal(higher) > ordinal(lower) ? higher : lower).ifPresent(pod -> delete(set, pod));
        }
    }

    private void create(StatefulSet set, String revision, int ordinal) {
        String name = set.getMetadata().getName() + "-" + ordinal;
        Map<String, String> labels = Map.of(POD_LABEL, revision, "statefulset.kubernetes.io/pod-name", name, "apps.kubernetes.io/pod-index", Integer.toString(ordinal));
        client.resource(Owned.pod(set, set.getSpec().getTemplate(), name, labels)).create();
        recorder.normal(set, COMPONENT, "SuccessfulCreate", "create Pod " + name + " in StatefulSet " + set.getMetadata().getName() + " successful");
    }

    private void delete(StatefulSet set, Pod pod) {
        client.resource(pod).delete();
        recorder.normal(set, COMPONENT, "SuccessfulDelete", "delete Pod " + pod.getMetadata().getName() + " in StatefulSet " + set.getMetadata().getName() + " successful");
    }

    private void report(StatefulSet set, String revision, List<Pod> pods) {
        int updated = (int) pods.stream().filter(p -> current(p, revision)).count();
        int ready = (int) Owned.ready(pods);
        boolean complete = updated == pods.size() && ready == pods.size() && updated == or(set.getSpec().getReplicas(), 1);
        String before = Optional.ofNullable(set.getStatus()).map(StatefulSetStatus::getCurrentRevision).orElse(revision);
        StatefulSetStatus status = new StatefulSetStatusBuilder().withObservedGeneration(set.getMetadata().getGeneration()).withReplicas(pods.size()).withReadyReplicas(ready)
                .withAvailableReplicas(ready).withUpdatedReplicas(updated).withUpdateRevision(revision).withCurrentRevision(complete ? revision : before)
                .withCurrentReplicas((int) pods.stream().filter(p -> current(p, complete ? revision : before)).count()).withCollisionCount(0).build();
        if (!status.equals(set.getStatus())) {
            client.resource(set.edit().withStatus(status).build()).updateStatus();
        }
    }

    private static boolean current(Pod pod, String revision) {
        return Owned.label(pod, POD_LABEL).equals(Optional.of(revision));
    }

    private static int ordinal(Pod pod) {
        String name = pod.getMetadata().getName();
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }
}
