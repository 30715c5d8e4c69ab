package dev.dromon.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrimsTest {

    private static ObjectMeta meta() {
        return new ObjectMetaBuilder().withName("x").withUid("u").withLabels(Map.of("app", "podtato")).addToAnnotations("keep", "me")
            .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", "{}")
            .addNewOwnerReference().withKind("Owner").withUid("o").endOwnerReference().build();
    }

    private static void keptMetadata(ObjectMeta meta) {
        assertThat(meta.getAnnotations()).containsOnlyKeys("keep");
        assertThat(meta.getLabels()).containsEntry("app", "podtato");
        assertThat(meta.getOwnerReferences()).hasSize(1);
    }

    @Test
    void podKeepsGatesNodePhaseConditionsAndItsContainersImagesAndEnvironment() {
        Pod pod = Trims.pod(new PodBuilder().withMetadata(meta()).withNewSpec().withNodeName("n").addNewSchedulingGate("dromon.dev/pre-deployment")
            .addNewContainer().withName("c").withImage("i:1").withCommand("sleep").withEnv(new EnvVarBuilder().withName("A").withValue("1").build())
            .addNewVolumeMount().withName("v").endVolumeMount().endContainer().addNewVolume().withName("v").endVolume().endSpec()
            .withNewStatus().withPhase("Running").withPodIP("10.0.0.1").addNewCondition().withType("Ready").withStatus("True").endCondition().endStatus().build());
        keptMetadata(pod.getMetadata());
        assertThat(pod.getSpec().getSchedulingGates()).hasSize(1);
        assertThat(pod.getSpec().getNodeName()).isEqualTo("n");
        assertThat(pod.getSpec().getVolumes()).isEmpty();
        assertThat(pod.getSpec().getContainers()).singleElement().satisfies(container -> {
            assertThat(container.getName()).isEqualTo("c");
            assertThat(container.getImage()).isEqualTo("i:1");
            assertThat(container.getEnv()).extracting(variable -> variable.getName() + "=" + variable.getValue()).containsExactly("A=1");
            assertThat(container.getCommand()).isEmpty();
            assertThat(container.getVolumeMounts()).isEmpty();
        });
        assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
        assertThat(pod.getStatus().getPodIP()).isNull();
        assertThat(pod.getStatus().getConditions()).hasSize(1);
    }

    @Test
    void workloadsLoseTheirTemplateAndKeepReplicasAndStatus() {
        ReplicaSet replicaSet = Trims.replicaSet(new ReplicaSetBuilder().withMetadata(meta()).withNewSpec().withReplicas(3).withNewTemplate().endTemplate().endSpec()
            .withNewStatus().withReadyReplicas(2).endStatus().build());
        keptMetadata(replicaSet.getMetadata());
        assertThat(replicaSet.getSpec().getTemplate()).isNull();
        assertThat(replicaSet.getSpec().getReplicas()).isEqualTo(3);
        assertThat(replicaSet.getStatus().getReadyReplicas()).isEqualTo(2);
        Deployment deployment = Trims.deployment(new DeploymentBuilder().withMetadata(meta()).withNewSpec().withReplicas(3).withNewTemplate().endTemplate().endSpec()
            .withNewStatus().withUpdatedReplicas(1).endStatus().build());
        keptMetadata(deployment.getMetadata());
        assertThat(deployment.getSpec().getTemplate()).isNull();
        assertThat(deployment.getSpec().getReplicas()).isEqualTo(3);
        assertThat(deployment.getStatus().getUpdatedReplicas()).isEqualTo(1);
        StatefulSet statefulSet = Trims.statefulSet(new StatefulSetBuilder().withMetadata(meta()).withNewSpec().withReplicas(3).withNewTemplate().endTemplate()
            .addNewVolumeClaimTemplate().endVolumeClaimTemplate().withNewUpdateStrategy().withType("OnDelete").endUpdateStrategy().endSpec()
            .withNewStatus().withUpdateRevision("r").endStatus().build());
        keptMetadata(statefulSet.getMetadata());
        assertThat(statefulSet.getSpec().getTemplate()).isNull();
        assertThat(statefulSet.getSpec().getVolumeClaimTemplates()).isNullOrEmpty();
        assertThat(statefulSet.getSpec().getUpdateStrategy().getType()).isEqualTo("OnDelete");
        assertThat(statefulSet.getStatus().getUpdateRevision()).isEqualTo("r");
        DaemonSet daemonSet = Trims.daemonSet(new DaemonSetBuilder().withMetadata(meta()).withNewSpec().withNewTemplate().endTemplate().withNewUpdateStrategy().withType("OnDelete")
            .endUpdateStrategy().endSpec().withNewStatus().withNumberReady(1).endStatus().build());
        keptMetadata(daemonSet.getMetadata());
        assertThat(daemonSet.getSpec().getTemplate()).isNull();
        assertThat(daemonSet.getSpec().getUpdateStrategy().getType()).isEqualTo("OnDelete");
        assertThat(daemonSet.getStatus().getNumberReady()).isEqualTo(1);
    }

    @Test
    void jobKeepsItsLimitsAndStatus() {
        Job job = Trims.job(new JobBuilder().withMetadata(meta()).withNewSpec().withBackoffLimit(0).withActiveDeadlineSeconds(5L).withTtlSecondsAfterFinished(9).withSuspend(true)
            .withNewTemplate().endTemplate().endSpec().withNewStatus().withSucceeded(1).addNewCondition().withType("Complete").endCondition().endStatus().build());
        keptMetadata(job.getMetadata());
        assertThat(job.getSpec().getTemplate()).isNull();
        assertThat(job.getSpec().getBackoffLimit()).isZero();
        assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(5);
        assertThat(job.getSpec().getTtlSecondsAfterFinished()).isEqualTo(9);
        assertThat(job.getSpec().getSuspend()).isTrue();
        assertThat(job.getStatus().getConditions()).hasSize(1);
    }

    @Test
    void controllerRevisionKeepsItsNumberAndNamespaceItsMetadata() {
        ControllerRevision revision = Trims.controllerRevision(new ControllerRevisionBuilder().withMetadata(meta()).withRevision(4L).withData(Map.of("spec", "big")).build());
        keptMetadata(revision.getMetadata());
        assertThat(revision.getRevision()).isEqualTo(4);
        assertThat(revision.getData()).isNull();
        Namespace namespace = Trims.namespace(new NamespaceBuilder().withMetadata(meta()).withNewSpec().withFinalizers("kubernetes").endSpec().withNewStatus().withPhase("Active").endStatus().build());
        keptMetadata(namespace.getMetadata());
    }

    @Test
    void objectsWithoutSpecStatusOrAnnotationsAreTrimmedToo() {
        ObjectMeta bare = new ObjectMetaBuilder().withName("x").build();
        bare.setAnnotations(null);
        assertThat(List.of(Trims.pod(new PodBuilder().withMetadata(bare).build()), Trims.replicaSet(new ReplicaSetBuilder().withMetadata(bare).build()),
            Trims.deployment(new DeploymentBuilder().withMetadata(bare).build()), Trims.statefulSet(new StatefulSetBuilder().withMetadata(bare).build()),
            Trims.daemonSet(new DaemonSetBuilder().withMetadata(bare).build()), Trims.job(new JobBuilder().withMetadata(bare).build()),
            Trims.controllerRevision(new ControllerRevisionBuilder().withMetadata(bare).build()), Trims.namespace(new NamespaceBuilder().withMetadata(bare).build()))).doesNotContainNull();
    }

    @Test
    void trimmingTwiceIsTrimmingOnce() {
        Pod once = Trims.pod(new PodBuilder().withMetadata(meta()).withNewSpec().addNewContainer().withName("c").endContainer().endSpec().build());
        assertThat(Trims.pod(new PodBuilder(once).build())).isEqualTo(once);
    }
}
