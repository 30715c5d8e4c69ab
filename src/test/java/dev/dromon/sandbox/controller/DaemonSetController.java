package dev.dromon.sandbox.controller;

import dev.dromon.sandbox.server.Change;
import dev.dromon.sandbox.server.ObjectRef;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps one pod on the only node of the sandbox; replaces it when the template changes, unless the update strategy is OnDelete. */
final class DaemonSetController implements Controller {

    private static final String HASH = "controller-revision-hash";
    private static final String COMPONENT = "daemonset-controller";
    private static final int NODES = 1;

    private final KubernetesClient client;
    private final Recorder recorder;
    private final Suffixes suffixes;
    private final Revisions revisions;

    DaemonSetController(KubernetesClient client, Recorder recorder, Suffixes suffixes) {
        this.client = client;
        this.recorder = recorder;
        this.suffixes = suffixes;
        this.revisions = new Revisions(client, HASH);
    }

    @Override
    public Optional<ObjectRef> concerned(Change change) {
        return change.is("apps/v1", "DaemonSet") ? Optional.of(change.ref()) : change.is("v1", "Pod") ? change.controller("DaemonSet") : Optional.empty();
    }

    @Override
    public void reconcile(ObjectRef object) {
        DaemonSet set = client.apps().daemonSets().inNamespace(object.namespace()).withName(object.name()).get();
        if (set == null) {
            return;
        }
        String hash = Owned.label(revisions.of(set, set.getSpec().getTemplate()), HASH).orElseThrow();
        boolean onDelete = set.getSpec().getUpdateStrategy() != null && "OnDelete".equals(set.getSpec().getUpdateStrategy().getType());
        List<Pod> pods = Owned.pods(client, set);
        if (pods.isEmpty()) {
            Pod pod = client.resource(Owned.pod(set, set.getSpec().getTemplate(), object.name() + "-" + suffixes.next(), Map.of(HASH, hash))).create();
            recorder.normal(set, COMPONENT, "SuccessfulCreate", "Created pod: " + pod.getMetadata().getName());
        } else if (!onDelete) {
            pods.stream().filter(p -> !current(p, hash)).forEach(pod -> {
                client.resource(pod).delete();
                recorder.normal(set, COMPONENT, "SuccessfulDelete", "Deleted pod: " + pod.getMetadata().getName());
            });
        }
        report(set, hash, Owned.pods(client, set));
    }

    private void report(DaemonSet set, String hash, List<Pod> pods) {
        int ready = (int) Owned.ready(pods);
        DaemonSetStatus status = new DaemonSetStatusBuilder().withObservedGeneration(set.getMetadata().getGeneration()).withDesiredNumberScheduled(NODES)
                .withCurrentNumberScheduled(pods.size()).withUpdatedNumberScheduled((int) pods.stream().filter(p -> current(p, hash)).count()).withNumberReady(ready)
                .withNumberAvailable(ready).withNumberUnavailable(NODES - ready).withNumberMisscheduled(0).build();
        if (!status.equals(set.getStatus())) {
            client.resource(set.edit().withStatus(status).build()).updateStatus();
        }
    }

    private static boolean current(Pod pod, String hash) {
        return Owned.label(pod, HASH).equals(Optional.of(hash));
    }
}
