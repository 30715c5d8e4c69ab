package dev.dromon.gather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromon.discovery.WorkloadKeys;
import dev.dromon.gate.GateVerdict;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.PatientMockClient;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Caches of different kinds are not equally new; whatever they show, a pod is judged by its own version or held. */
@EnableKubernetesMockClient(crud = true, kubernetesClientBuilderCustomizer = PatientMockClient.class)
class PodGatherTest {

    private final KubernetesSerialization yaml = new KubernetesSerialization();
    KubernetesClient client;
    private KubeCaches caches;
    private PodGather gather;
    private final Map<String, String> uids = new HashMap<>();

    @BeforeEach
    void startCaches() {
        caches = new KubeCaches(client, Kinds.all(), Optional.empty(), 500);
        gather = new PodGather(caches, new Versions(caches));
        given("{apiVersion: v1, kind: Namespace, metadata: {name: shop, annotations: {keptn.sh/lifecycle-toolkit: enabled}}}");
        given("{apiVersion: v1, kind: Namespace, metadata: {name: other}}");
    }

    @AfterEach
    void stopCaches() {
        caches.close();
    }

    @Test
    void aPodOfTheNewestTemplateSpeaksForItsWorkloadWithTheWordsOfItsOwner() {
        given(deployment("v2", 2));
        given(replicaSet("web-2", "v2", 2));

        PodSight sight = look("web-2");

        assertThat(sight.verdict()).isEqualTo(GateVerdict.HOLD);
        assertThat(sight.keys()).map(WorkloadKeys::version).contains("v2");
        assertThat(sight.definesWorkload()).isTrue();
    }

    @Test
    void aPodOfAnOlderTemplateIsJudgedByWhatItsOwnerSaidThen() {
        given(deployment("v2", 2));
        given(replicaSet("web-1", "v1", 1));
        given(replicaSet("web-2", "v2", 2));

        PodSight sight = look("web-1");

        assertThat(sight.keys()).map(WorkloadKeys::version).contains("v1");
        assertThat(sight.definesWorkload()).isFalse();
        assertThat(sight.verdict()).isEqualTo(GateVerdict.HOLD);
    }

    @Test
    void anOlderTemplateBecomesTheNewestAgainWhenItsNumberIsRaised() {
        given(deployment("v1", 3));
        given(replicaSet("web-1", "v1", 3));
        given(replicaSet("web-2", "v2", 2));

        assertThat(look("web-1").definesWorkload()).isTrue();
        assertThat(look("web-2").definesWorkload()).isFalse();
    }

    @Test
    void aDeploymentOlderThanItsReplicaSetIsNotBelieved() {
        given(deployment("v1", 1));
        given(replicaSet("web-2", "v2", 2));

        PodSight sight = look("web-2");

        assertThat(sight.verdict()).isEqualTo(GateVerdict.HOLD);
        assertThat(sight.definesWorkload()).as("nothing is written from what may be old").isFalse();
    }

    @Test
    void anOldPodOfAnOwnerThatHasBecomeOursSinceIsNotLetGoUnasked() {
        given(deployment("v2", 2));
        given("{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web-1, namespace: shop, uid: web-1, annotations: {deployment.kubernetes.io/revision: '1'}, "
                + "ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: web, controller: true}]}, spec: {replicas: 1}}");
        given(replicaSet("web-2", "v2", 2));

        assertThat(look("web-1").verdict()).isEqualTo(GateVerdict.HOLD);
    }

    @Test
    void aPodWhoseOwnerHasNotBeenSeenIsHeld() {
        assertThat(look("web-2").verdict()).isEqualTo(GateVerdict.HOLD);
        given(replicaSet("web-2", "v2", 2));
        assertThat(look("web-2").verdict()).as("the Deployment is missing still").isEqualTo(GateVerdict.HOLD);
    }

    @Test
    void aPodThatNamesNoWorkloadIsLetGoAndItsRevisionApproved() {
        given("{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop, uid: web, annotations: {deployment.kubernetes.io/revision: '1'}}, spec: {replicas: 1}}");
        given("{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web-1, namespace: shop, uid: web-1, annotations: {deployment.kubernetes.io/revision: '1'}, "
                + "ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: web, controller: true}]}, spec: {replicas: 1}}");

        PodSight sight = look("web-1");

        assertThat(sight.verdict()).isEqualTo(GateVerdict.RELEASE_UNMANAGED);
        assertThat(sight.approvesRevision()).isTrue();
    }

    @Test
    void aPodOutsideEnabledNamespacesIsLetGoButNothingIsApproved() {
        PodSight sight = gather.look(pod("other", "ReplicaSet", "web-1", "pod-template-hash: h"));

        assertThat(sight.verdict()).isEqualTo(GateVerdict.RELEASE_OUTSIDE);
        assertThat(sight.approvesRevision()).isFalse();
    }

    @Test
    void aStatefulSetThatDoesNotKnowTheRevisionYetIsNotBelieved() {
        given(statefulSet("v1", "db-1"));
        given(revision("StatefulSet", "db", "db-1", "v1", 1, ""));
        given(revision("StatefulSet", "db", "db-2", "v2", 2, ""));

        assertThat(gather.look(pod("shop", "StatefulSet", "db", "controller-revision-hash: db-2")).definesWorkload()).isFalse();

        change(statefulSet("v2", "db-2"));
        PodSight sight = gather.look(pod("shop", "StatefulSet", "db", "controller-revision-hash: db-2"));
        assertThat(sight.definesWorkload()).isTrue();
        assertThat(sight.keys()).map(WorkloadKeys::version).contains("v2");
        assertThat(gather.look(pod("shop", "StatefulSet", "db", "controller-revision-hash: db-1")).keys()).map(WorkloadKeys::version).contains("v1");
    }

    @Test
    void aDaemonSetOlderThanItsRevisionIsNotBelieved() {
        given(daemonSet("v1", 1));
        given(revision("DaemonSet", "agent", "agent-aaa", "v1", 1, "aaa"));
        given(revision("DaemonSet", "agent", "agent-bbb", "v2", 2, "bbb"));

        assertThat(gather.look(pod("shop", "DaemonSet", "agent", "controller-revision-hash: bbb")).definesWorkload()).isFalse();

        change(daemonSet("v2", 2));
        assertThat(gather.look(pod("shop", "DaemonSet", "agent", "controller-revision-hash: bbb")).definesWorkload()).isTrue();
    }

    private PodSight look(String replicaSet) {
        return gather.look(pod("shop", "ReplicaSet", replicaSet, "pod-template-hash: h"));
    }

    private Pod pod(String namespace, String ownerKind, String owner, String label) {
        return yaml.unmarshal("---\n" + named("{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: " + namespace + ", uid: p, labels: {" + label + "}, ownerReferences: [{apiVersion: apps/v1, kind: "
                + ownerKind + ", name: " + owner + ", uid: " + owner + ", controller: true}]}, spec: {schedulingGates: [{name: dromon.dev/pre-deployment}], "
                + "containers: [{name: c, image: 'nginx:1'}]}}"), Pod.class);
    }

    private static String deployment(String version, int revision) {
        return "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop, uid: web, annotations: {keptn.sh/workload: web, keptn.sh/version: " + version
                + ", deployment.kubernetes.io/revision: '" + revision + "'}}, spec: {replicas: 1}}";
    }

    private static String replicaSet(String name, String version, int revision) {
        return "{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: " + name + ", namespace: shop, uid: " + name + ", annotations: {keptn.sh/workload: web, keptn.sh/version: " + version
                + ", deployment.kubernetes.io/revision: '" + revision + "'}, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: web, controller: true}]}, "
                + "spec: {replicas: 1}}";
    }

    private static String statefulSet(String version, String updateRevision) {
        return "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db, namespace: shop, uid: db, annotations: {keptn.sh/workload: db, keptn.sh/version: " + version
                + "}}, spec: {replicas: 1}, status: {updateRevision: " + updateRevision + "}}";
    }

    private static String daemonSet(String version, int generation) {
        return "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent, namespace: shop, uid: agent, annotations: {keptn.sh/workload: agent, keptn.sh/version: " + version
                + ", deprecated.daemonset.template.generation: '" + generation + "'}}, spec: {}}";
    }

    private static String revision(String ownerKind, String owner, String name, String version, int number, String label) {
        String labels = label.isEmpty() ? "" : ", labels: {controller-revision-hash: " + label + "}";
        return "{apiVersion: apps/v1, kind: ControllerRevision, metadata: {name: " + name + ", namespace: shop, uid: " + name + labels + ", annotations: {keptn.sh/workload: " + owner
                + ", keptn.sh/version: " + version + ", deprecated.daemonset.template.generation: '" + number + "'}, ownerReferences: [{apiVersion: apps/v1, kind: " + ownerKind
                + ", name: " + owner + ", uid: " + owner + ", controller: true}]}, revision: " + number + "}";
    }

    /** The object is there, and the cache knows it. */
    private void given(String manifest) {
        HasMetadata object = yaml.unmarshal("---\n" + named(manifest));
        HasMetadata created = client.resource(object).create();
        uids.put(created.getMetadata().getName(), created.getMetadata().getUid());
        known(created);
    }

    private void change(String manifest) {
        HasMetadata object = yaml.unmarshal("---\n" + named(manifest));
        known(client.resource(object).update());
    }

    /** The server gives uids of its own: in manifests the uid of an object is its name. */
    private String named(String manifest) {
        String result = manifest;
        for (Map.Entry<String, String> uid : uids.entrySet()) {
            result = result.replaceAll("uid: " + uid.getKey() + "(?=[,}])", "uid: " + uid.getValue());
        }
        return result;
    }

    private void known(HasMetadata object) {
        String version = object.getMetadata().getResourceVersion();
        await().until(() -> caches.of(object.getClass()).get(object.getMetadata().getNamespace(), object.getMetadata().getName())
                .filter(o -> o.getMetadata().getResourceVersion().equals(version)).isPresent());
    }
}
