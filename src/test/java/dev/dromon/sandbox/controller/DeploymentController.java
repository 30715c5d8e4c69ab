package dev.dromon.sandbox.controller;

import static dev.dromon.sandbox.controller.Owned.or;

import dev.dromon.sandbox.server.Change;
import dev.dromon.sandbox.server.ObjectRef;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps one ReplicaSet per pod template; the new one gets all its pods at once, the old ones keep theirs until the new ones are ready. */
final class DeploymentController implements Controller {

    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String HASH = "pod-template-hash";
    private static final String COMPONENT = "deployment-controller";

    private final KubernetesClient client;
    private final Recorder recorder;

    DeploymentController(KubernetesClient client, Recorder recorder) {
        this.client = client;
        this.recorder = recorder;
    }

    @Override
    public Optional<ObjectRef> concerned(Change change) {
        return change.is("apps/v1", "Deployment") ? Optional.of(change.ref()) : change.is("apps/v1", "ReplicaSet") ? change.controller("Deployment") : Optional.empty();
    }

    @Override
    public void reconcile(ObjectRef object) {
        Deployment deployment = client.apps().deployments().inNamespace(object.namespace()).withName(object.name()).get();
        if (deployment == null) {
            return;
        }
        String hash = Owned.hash(deployment.getSpec().getTemplate());
        List<ReplicaSet> all = Owned.of(deployment, client.apps().replicaSets().inNamespace(object.namespace()).list().getItems());
        List<ReplicaSet> old = all.stream().filter(s -> !Owned.label(s, HASH).equals(Optional.of(hash))).toList();
        long newestOld = old.stream().mapToLong(DeploymentController::revision).max().orElse(0);
        Optional<ReplicaSet> found = all.stream().filter(s -> Owned.label(s, HASH).equals(Optional.of(hash))).findFirst();
        ReplicaSet current = found.isPresent() ? updated(deployment, found.get(), newestOld) : create(deployment, hash, newestOld + 1);
        if (status(current) >= or(deployment.getSpec().getReplicas(), 1)) {
            old.forEach(set -> scale(deployment, set, 0));
        }
        report(annotated(deployment, revision(current)), current, old);
    }

    private ReplicaSet create(Deployment deployment, String hash, long revision) {
        Map<String, String> own = Map.of(HASH, hash);
        int replicas = or(deployment.getSpec().getReplicas(), 1);
        ReplicaSet set = new ReplicaSetBuilder().withNewMetadata().withName(deployment.getMetadata().getName() + "-" + hash).withNamespace(deployment.getMetadata().getNamespace())
                .withLabels(Owned.with(deployment.getSpec().getTemplate().getMetadata().getLabels(), own)).withAnnotations(Map.of(REVISION, Long.toString(revision)))
                .withOwnerReferences(Owned.by(deployment)).endMetadata().withNewSpec().withReplicas(replicas).withTemplate(deployment.getSpec().getTemplate()).endSpec().build();
        set.getSpec().getTemplate().getMetadata().setLabels(set.getMetadata().getLabels());
        set.getSpec().setSelector(deployment.getSpec().getSelector().edit().addToMatchLabels(own).build());
        recorder.normal(deployment, COMPONENT, "ScalingReplicaSet", "Scaled up replica set " + set.getMetadata().getName() + " to " + replicas);
        return client.resource(set).create();
    }

    /** Brings the current set to the wanted size, and above the old ones in number when an earlier template has come back. */
    private ReplicaSet updated(Deployment deployment, ReplicaSet set, long newestOld) {
        ReplicaSet numbered = revision(set) > newestOld ? set
                : client.resource(set.edit().editMetadata().addToAnnotations(REVISION, Long.toString(newestOld + 1)).endMetadata().build()).update();
        return scale(deployment, numbered, or(deployment.getSpec().getReplicas(), 1));
    }

    private ReplicaSet scale(Deployment deployment, ReplicaSet set, int replicas) {
        int now = or(set.getSpec().getReplicas(), 1);
        if (now == replicas) {
            return set;
        }
        ReplicaSet scaled = client.resource(set.edit().editSpec().withReplicas(replicas).endSpec().build()).update();
        recorder.normal(deployment, COMPONENT, "ScalingReplicaSet",
                "Scaled " + (replicas > now ? "up" : "down") + " replica set " + set.getMetadata().getName() + " from " + now + " to " + replicas);
        return scaled;
    }

    private Deployment annotated(Deployment deployment, long revision) {
        String number = Long.toString(revision);
        Map<String, String> annotations = Optional.ofNullable(deployment.getMetadata().getAnnotations()).orElse(Map.of());
        return number.equals(annotations.get(REVISION)) ? deployment
                : client.resource(deployment.edit().editMetadata().addToAnnotations(REVISION, number).endMetadata().build()).update();
    }

    private void report(Deployment deployment, ReplicaSet current, List<ReplicaSet> old) {
        int desired = or(deployment.getSpec().getReplicas(), 1);
        int updated = current.getStatus() == null ? 0 : or(current.getStatus().getReplicas(), 0);
        int replicas = updated + old.stream().mapToInt(s -> s.getStatus() == null ? 0 : or(s.getStatus().getReplicas(), 0)).sum();
        int ready = status(current) + old.stream().mapToInt(DeploymentController::status).sum();
        DeploymentStatus status = new DeploymentStatusBuilder().withObservedGeneration(deployment.getMetadata().getGeneration()).withReplicas(replicas).withUpdatedReplicas(updated)
                .withReadyReplicas(ready).withAvailableReplicas(ready).withUnavailableReplicas(Math.max(0, desired - ready))
                .addNewCondition().withType("Available").withStatus(ready >= desired ? "True" : "False")
                .withReason(ready >= desired ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable").endCondition().build();
        if (!status.equals(deployment.getStatus())) {
            client.resource(deployment.edit().withStatus(status).build()).updateStatus();
        }
    }

    private static int status(ReplicaSet set) {
        return set.getStatus() == null ? 0 : or(set.getStatus().getReadyReplicas(), 0);
    }

    private static long revision(ReplicaSet set) {
        return Long.parseLong(Optional.ofNullable(set.getMetadata().getAnnotations()).orElse(Map.of()).getOrDefault(REVISION, "0"));
    }
}
