package dev.dromon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.ApprovedRevisions;
import dev.dromon.api.ApprovedRevisionsSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxTest {

    private static final String GATE = "dromon.dev/pre-deployment";
    private static final String ENABLED = "gated";
    private static final String PLAIN = "plain";

    private final Sandbox sandbox = new Sandbox(Duration.ofMillis(20));
    private KubernetesClient client;

    @BeforeEach
    void start() {
        client = sandbox.start().client();
        namespace(PLAIN, Map.of());
        namespace(ENABLED, Map.of("keptn.sh/lifecycle-toolkit", "enabled"));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void podOfAnEnabledNamespaceStaysPendingAtTheGate() {
        client.resource(deployment(ENABLED, 1, "1")).create();
        Pod pod = pods(ENABLED, 1).get(0);
        fence();
        Pod later = client.resource(pod).get();
        assertThat(gates(later)).containsExactly(GATE);
        assertThat(later.getSpec().getNodeName()).isNull();
        assertThat(later.getStatus().getPhase()).isEqualTo("Pending");
        assertThat(later.getStatus().getConditions()).singleElement().satisfies(c -> assertThat(c.getReason()).isEqualTo("SchedulingGated"));
        assertThat(deployment(ENABLED).getStatus().getReadyReplicas()).isZero();
    }

    @Test
    void releasedPodIsBoundAndItsDeploymentBecomesAvailable() {
        client.resource(deployment(ENABLED, 2, "1")).create();
        pods(ENABLED, 2).forEach(this::release);
        until(() -> available(ENABLED) == 2);
        assertThat(client.pods().inNamespace(ENABLED).list().getItems()).allSatisfy(pod -> {
            assertThat(pod.getSpec().getNodeName()).isEqualTo("sandbox-node");
            assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
        });
        Deployment deployment = deployment(ENABLED);
        assertThat(deployment.getMetadata().getAnnotations()).containsEntry("deployment.kubernetes.io/revision", "1");
        assertThat(deployment.getStatus().getObservedGeneration()).isEqualTo(deployment.getMetadata().getGeneration());
    }

    @Test
    void podsOutsideEnabledNamespacesAreNotGated() {
        client.resource(deployment(PLAIN, 1, "1")).create();
        until(() -> available(PLAIN) == 1);
    }

    @Test
    void podThatNoWorkloadOwnsIsNotGated() {
        Pod pod = client.resource(barePod(ENABLED, "bare").build()).create();
        until(() -> "Running".equals(client.resource(pod).get().getStatus().getPhase()));
    }

    @Test
    void approvedRevisionIsNotGatedAndTheNextOneIs() {
        client.resource(deployment(ENABLED, 1, "1")).create();
        Pod first = pods(ENABLED, 1).get(0);
        approve(first.getMetadata().getOwnerReferences().get(0).getUid() + "." + first.getMetadata().getLabels().get("pod-template-hash"));
        merge(deployment(ENABLED), "{\"spec\":{\"replicas\":2}}");
        until(() -> available(ENABLED) == 1);
        newTemplate(deployment(ENABLED), "2");
        until(() -> sets(ENABLED).size() == 2 && client.pods().inNamespace(ENABLED).list().getItems().size() == 4);
        fence();
        assertThat(client.pods().inNamespace(ENABLED).list().getItems()).filteredOn(p -> p.getSpec().getNodeName() != null).hasSize(1);
    }

    @Test
    void foreignGateSurvivesAdmissionAndKeepsThePodPending() {
        Deployment gated = deployment(ENABLED, 1, "1").edit().editSpec().editTemplate().editSpec().withSchedulingGates(new PodSchedulingGate("example.com/quota")).endSpec()
                .endTemplate().endSpec().build();
        client.resource(gated).create();
        Pod pod = pods(ENABLED, 1).get(0);
        assertThat(gates(pod)).containsExactly("example.com/quota", GATE);
        patchJson(pod, "[{\"op\":\"test\",\"path\":\"/spec/schedulingGates/1/name\",\"value\":\"" + GATE + "\"},{\"op\":\"remove\",\"path\":\"/spec/schedulingGates/1\"}]");
        fence();
        assertThat(gates(client.resource(pod).get())).containsExactly("example.com/quota");
        assertThat(client.resource(pod).get().getSpec().getNodeName()).isNull();
    }

    @Test
    void newTemplateReplacesTheOldPodsOnceItsOwnAreReady() {
        client.resource(deployment(PLAIN, 2, "1")).create();
        until(() -> available(PLAIN) == 2);
        newTemplate(deployment(PLAIN), "2");
        until(() -> sets(PLAIN).stream().map(s -> s.getSpec().getReplicas()).sorted().toList().equals(List.of(0, 2)) && deployment(PLAIN).getStatus().getReplicas() == 2);
        assertThat(deployment(PLAIN).getMetadata().getAnnotations()).containsEntry("deployment.kubernetes.io/revision", "2");
        newTemplate(deployment(PLAIN), "1");
        until(() -> "3".equals(deployment(PLAIN).getMetadata().getAnnotations().get("deployment.kubernetes.io/revision")) && deployment(PLAIN).getStatus().getReplicas() == 2);
        assertThat(sets(PLAIN)).as("the template of the first version is used again").hasSize(2);
    }

    @Test
    void deletedDeploymentTakesItsSetsAndPodsWithIt() {
        client.resource(deployment(PLAIN, 2, "1")).create();
        until(() -> available(PLAIN) == 2);
        client.apps().deployments().inNamespace(PLAIN).withName("web").delete();
        until(() -> sets(PLAIN).isEmpty() && client.pods().inNamespace(PLAIN).list().getItems().isEmpty());
    }

    @Test
    void deletedPodIsReplaced() {
        client.resource(deployment(PLAIN, 1, "1")).create();
        until(() -> available(PLAIN) == 1);
        String old = pods(PLAIN, 1).get(0).getMetadata().getUid();
        client.pods().inNamespace(PLAIN).delete();
        until(() -> client.pods().inNamespace(PLAIN).list().getItems().stream().anyMatch(p -> !p.getMetadata().getUid().equals(old) && "Running".equals(p.getStatus().getPhase())));
    }

    @Test
    void objectWhoseOwnerDoesNotExistIsCollected() {
        HasMetadata orphan = barePod(PLAIN, "orphan").editMetadata().addNewOwnerReference()
                .withApiVersion("v1").withKind("ConfigMap").withName("gone").withUid("no-such-uid").endOwnerReference().endMetadata().build();
        client.resource(orphan).create();
        until(() -> client.resource(orphan).get() == null);
    }

    @Test
    void deletedNamespaceTakesItsContentWithIt() {
        client.resource(deployment(PLAIN, 1, "1")).create();
        until(() -> available(PLAIN) == 1);
        client.namespaces().withName(PLAIN).delete();
        until(() -> client.pods().inAnyNamespace().list().getItems().isEmpty() && client.v1().events().inAnyNamespace().list().getItems().isEmpty());
    }

    @Test
    void statefulSetStartsItsPodsOneAfterTheOther() {
        client.resource(statefulSet(ENABLED)).create();
        Pod first = pods(ENABLED, 1).get(0);
        fence();
        assertThat(first.getMetadata().getName()).isEqualTo("db-0");
        assertThat(client.pods().inNamespace(ENABLED).list().getItems()).as("the second pod waits for the first").hasSize(1);
        release(first);
        Pod second = pods(ENABLED, 2).get(1);
        release(second);
        until(() -> ready(statefulSetIn(ENABLED)) == 2);
        StatefulSet set = statefulSetIn(ENABLED);
        ControllerRevision revision = client.apps().controllerRevisions().inNamespace(ENABLED).list().getItems().get(0);
        assertThat(revision.getRevision()).isEqualTo(1);
        assertThat(revision.getMetadata().getLabels()).containsKey("controller.kubernetes.io/hash");
        assertThat(List.of(set.getStatus().getUpdateRevision(), set.getStatus().getCurrentRevision(), second.getMetadata().getLabels().get("controller-revision-hash")))
                .containsOnly(revision.getMetadata().getName());
    }

    @Test
    void statefulSetReplacesThePodsOfAnOldTemplateFromTheLastOn() {
        client.resource(statefulSet(PLAIN)).create();
        until(() -> ready(statefulSetIn(PLAIN)) == 2);
        newTemplate(statefulSetIn(PLAIN), "2");
        until(() -> {
            StatefulSet set = statefulSetIn(PLAIN);
            var status = set.getStatus();
            return status.getObservedGeneration().equals(set.getMetadata().getGeneration())
                    && status.getUpdatedReplicas() == 2 && status.getReadyReplicas() == 2 && status.getCurrentRevision().equals(status.getUpdateRevision());
        });
        assertThat(client.apps().controllerRevisions().inNamespace(PLAIN).list().getItems()).extracting(ControllerRevision::getRevision).containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void daemonSetRunsOnePodAndCountsIt() {
        client.resource(daemonSet(ENABLED)).create();
        Pod pod = pods(ENABLED, 1).get(0);
        until(() -> daemonSet().getStatus() != null && daemonSet().getStatus().getUpdatedNumberScheduled() == 1);
        assertThat(daemonSet().getStatus().getNumberReady()).isZero();
        assertThat(daemonSet().getStatus().getDesiredNumberScheduled()).isEqualTo(1);
        release(pod);
        until(() -> daemonSet().getStatus().getNumberReady() == 1);
        ControllerRevision revision = client.apps().controllerRevisions().inNamespace(ENABLED).list().getItems().get(0);
        assertThat(pod.getMetadata().getLabels()).containsEntry("controller-revision-hash", revision.getMetadata().getLabels().get("controller-revision-hash"));
        newTemplate(daemonSet(), "2");
        until(() -> pods(ENABLED, 1).stream().noneMatch(p -> p.getMetadata().getUid().equals(pod.getMetadata().getUid())));
        assertThat(gates(pods(ENABLED, 1).get(0))).as("the pod of the new revision waits again").containsExactly(GATE);
    }

    @Test
    void jobCompletesAndItsPodIsNotGated() {
        Job job = client.resource(job("ok", Map.of()).build()).create();
        until(() -> condition(job, "Complete"));
        assertThat(client.resource(job).get().getStatus().getSucceeded()).isEqualTo(1);
        assertThat(pods(ENABLED, 1).get(0).getStatus().getPhase()).isEqualTo("Succeeded");
    }

    @Test
    void jobFailsWhenItsTemplateSaysSo() {
        Job job = client.resource(job("bad", Map.of("dromon.dev/sandbox", "fail")).build()).create();
        until(() -> condition(job, "Failed"));
        assertThat(client.resource(job).get().getStatus().getConditions().get(0).getReason()).isEqualTo("BackoffLimitExceeded");
        assertThat(client.resource(job).get().getStatus().getFailed()).isEqualTo(1);
    }

    @Test
    void finishedJobIsDeletedAfterItsTtlTogetherWithItsPod() {
        Job job = client.resource(job("short", Map.of()).editSpec().withTtlSecondsAfterFinished(0).endSpec().build()).create();
        until(() -> client.resource(job).get() == null && client.pods().inNamespace(ENABLED).list().getItems().isEmpty());
    }

    @Test
    void controllersSayWhatTheyDidInEventsWithMicroseconds() {
        Job job = client.resource(job("told", Map.of()).build()).create();
        until(() -> client.v1().events().inNamespace(ENABLED).list().getItems().stream().anyMatch(e -> "Completed".equals(e.getReason())));
        assertThat(client.v1().events().inNamespace(ENABLED).list().getItems()).filteredOn(e -> e.getInvolvedObject().getUid().equals(job.getMetadata().getUid()))
                .allSatisfy(e -> assertThat(e.getEventTime().getTime()).matches(".*:\\d\\d\\.\\d{6}Z"))
                .extracting(e -> e.getReason()).containsExactlyInAnyOrder("SuccessfulCreate", "Completed");
    }

    @Test
    void closedSandboxCanBeStartedAgainAndIsEmpty() {
        sandbox.close();
        sandbox.close();
        client = sandbox.start().client();
        assertThat(client.namespaces().withName(ENABLED).get()).isNull();
    }

    @Test
    void twoSandboxesDoNotSeeEachOther() {
        try (Sandbox other = new Sandbox().start()) {
            assertThat(other.client().namespaces().withName(ENABLED).get()).isNull();
            assertThat(client.namespaces().withName(ENABLED).get()).isNotNull();
        }
    }

    @Test
    void runningSandboxRefusesToStart() {
        assertThatThrownBy(sandbox::start).isInstanceOf(IllegalStateException.class).hasMessageContaining("close it first");
    }

    private void namespace(String name, Map<String, String> annotations) {
        client.resource(new NamespaceBuilder().withNewMetadata().withName(name).withAnnotations(annotations).endMetadata().build()).create();
    }

    private static PodBuilder barePod(String namespace, String name) {
        return new PodBuilder().withNewMetadata().withName(name).withNamespace(namespace).endMetadata()
                .withNewSpec().addNewContainer().withName("c").withImage("i:1").endContainer().endSpec();
    }

    private static Deployment deployment(String namespace, int replicas, String version) {
        return new DeploymentBuilder().withNewMetadata().withName("web").withNamespace(namespace).endMetadata().withNewSpec().withReplicas(replicas)
                .withNewSelector().addToMatchLabels("app", "web").endSelector()
                .withNewTemplate().withNewMetadata().addToLabels("app", "web").addToAnnotations("version", version).endMetadata()
                .withSpec(barePod(namespace, "x").build().getSpec()).endTemplate().endSpec().build();
    }

    private static StatefulSet statefulSet(String namespace) {
        return new StatefulSetBuilder().withNewMetadata().withName("db").withNamespace(namespace).endMetadata().withNewSpec().withReplicas(2)
                .withNewSelector().addToMatchLabels("app", "db").endSelector()
                .withNewTemplate().withNewMetadata().addToLabels("app", "db").endMetadata().withSpec(barePod(namespace, "x").build().getSpec()).endTemplate().endSpec().build();
    }

    private static DaemonSet daemonSet(String namespace) {
        return new DaemonSetBuilder().withNewMetadata().withName("agent").withNamespace(namespace).endMetadata()
                .withNewSpec().withNewSelector().addToMatchLabels("app", "agent").endSelector()
                .withNewTemplate().withNewMetadata().addToLabels("app", "agent").endMetadata().withSpec(barePod(namespace, "x").build().getSpec()).endTemplate().endSpec().build();
    }

    private static JobBuilder job(String name, Map<String, String> podAnnotations) {
        return new JobBuilder().withNewMetadata().withName(name).withNamespace(ENABLED).endMetadata()
                .withNewSpec().withNewTemplate().withNewMetadata().withAnnotations(podAnnotations).endMetadata()
                .withSpec(barePod(ENABLED, "x").build().getSpec()).endTemplate().endSpec();
    }

    private void approve(String revision) {
        ApprovedRevisions approved = new ApprovedRevisions();
        approved.getMetadata().setName("dromon");
        approved.getMetadata().setNamespace(ENABLED);
        approved.setSpec(new ApprovedRevisionsSpec());
        approved.getSpec().revisions.put(revision, "some-version");
        client.resource(approved).create();
    }

    private void release(Pod pod) {
        patchJson(pod, "[{\"op\":\"test\",\"path\":\"/spec/schedulingGates/0/name\",\"value\":\"" + GATE + "\"},{\"op\":\"remove\",\"path\":\"/spec/schedulingGates/0\"}]");
    }

    private void patchJson(Pod pod, String patch) {
        client.resource(pod).patch(PatchContext.of(PatchType.JSON), patch);
    }

    private void merge(HasMetadata object, String patch) {
        client.resource(object).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    private void newTemplate(HasMetadata workload, String version) {
        merge(workload, "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"version\":\"" + version + "\"}}}}}");
    }

    private static List<String> gates(Pod pod) {
        return pod.getSpec().getSchedulingGates().stream().map(PodSchedulingGate::getName).toList();
    }

    /** The controllers work in the order of the changes: when a pod created now runs, they are through with everything before it. */
    private void fence() {
        Pod pod = client.resource(barePod("default", "fence").build()).create();
        until(() -> "Running".equals(client.resource(pod).get().getStatus().getPhase()));
        client.resource(pod).delete();
    }

    private List<Pod> pods(String namespace, int count) {
        List<Pod> found = new ArrayList<>();
        until(() -> {
            found.clear();
            found.addAll(client.pods().inNamespace(namespace).list().getItems());
            found.sort(Comparator.comparing(p -> p.getMetadata().getName()));
            return found.size() == count;
        });
        return found;
    }

    private List<ReplicaSet> sets(String namespace) {
        return client.apps().replicaSets().inNamespace(namespace).list().getItems();
    }

    private Deployment deployment(String namespace) {
        return client.apps().deployments().inNamespace(namespace).withName("web").get();
    }

    private StatefulSet statefulSetIn(String namespace) {
        return client.apps().statefulSets().inNamespace(namespace).withName("db").get();
    }

    private static int ready(StatefulSet set) {
        return set.getStatus() == null || set.getStatus().getReadyReplicas() == null ? 0 : set.getStatus().getReadyReplicas();
    }

    private DaemonSet daemonSet() {
        return client.apps().daemonSets().inNamespace(ENABLED).withName("agent").get();
    }

    private int available(String namespace) {
        var status = deployment(namespace).getStatus();
        return status == null || status.getAvailableReplicas() == null ? 0 : status.getAvailableReplicas();
    }

    private boolean condition(Job job, String type) {
        var status = client.resource(job).get().getStatus();
        return status != null && status.getConditions().stream().anyMatch(c -> type.equals(c.getType()) && "True".equals(c.getStatus()));
    }

    private static void until(Callable<Boolean> condition) {
        ConditionFactory patient = await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(10));
        patient.until(condition);
    }
}
