package dev.dromon.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnTask;
import dev.dromon.gather.TaskGather.TaskRun;
import dev.dromon.gather.TaskPlan;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.PatientMockClient;
import dev.dromon.kube.ResourceKind;
import dev.dromon.kube.Trims;
import dev.dromon.model.State;
import dev.dromon.task.LastAttempt;
import dev.dromon.task.TaskObservation;
import dev.dromon.task.TaskStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pods of a failed Job are asked for, because the cache knows of a pod neither why it waits nor how it ended; those of others are left out. */
@EnableKubernetesMockClient(crud = true, kubernetesClientBuilderCustomizer = PatientMockClient.class)
class TaskEndingProcessorTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String WAITING = "{containerStatuses: [{name: check, state: {waiting: {reason: ImagePullBackOff, message: Back-off pulling image}}}]}";
    private static final String KILLED = "{containerStatuses: [{name: check, state: {terminated: {exitCode: 137, reason: OOMKilled}}}]}";

    private final KubernetesSerialization yaml = new KubernetesSerialization();
    KubernetesClient client;
    private KubeCaches caches;

    @BeforeEach
    void startCaches() {
        caches = new KubeCaches(client, List.of(ResourceKind.of(Job.class).trimmed(Trims::job), ResourceKind.of(Pod.class).trimmed(Trims::pod)), Optional.empty(), 500);
        caches.of(Job.class).written(yaml.unmarshal("---\n{metadata: {name: job-1, namespace: shop, uid: ours, resourceVersion: '7'}, spec: {}}", Job.class));
    }

    @AfterEach
    void stopCaches() {
        caches.close();
    }

    @Test
    void anImageThatCouldNotBePulledUntilTheDeadlineIsNamed() {
        serve(pod("job-1-a", "ours", WAITING));

        assertThat(last("Failed")).contains(new LastAttempt(1, "job-1-a", "check", Optional.empty(), "ImagePullBackOff", "Back-off pulling image"));
    }

    @Test
    void aPodOfAnotherJobOfThatNameSaysNothing() {
        serve(pod("job-1-a", "ours", KILLED));
        serve(pod("job-1-z", "theirs", WAITING));

        assertThat(last("Failed")).contains(new LastAttempt(1, "job-1-a", "check", Optional.of(137), "OOMKilled", ""));
    }

    @Test
    void podsThatAreGoneSayNothing() {
        assertThat(last("Failed")).isEmpty();
    }

    @Test
    void ofAJobThatEndedWellTheCacheTellsTheNameAndNobodyIsAsked() {
        Pod pod = pod("job-1-a", "ours", "{phase: Succeeded}");
        pod.getMetadata().setResourceVersion("9");
        caches.of(Pod.class).written(pod);

        assertThat(last("Complete")).as("the API server has no such pod").contains(LastAttempt.silent(1, "job-1-a"));
    }

    @Test
    void aJobThatRunsIsLeftAlone() {
        serve(pod("job-1-a", "ours", WAITING));

        assertThat(last("Suspended")).isEmpty();
    }

    private void serve(Pod pod) {
        client.resource(pod).create();
    }

    private Pod pod(String name, String owner, String status) {
        return yaml.unmarshal("---\n{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: shop, creationTimestamp: '2026-01-02T03:04:05Z', labels: {batch.kubernetes.io/job-name: job-1},"
                + " ownerReferences: [{apiVersion: batch/v1, kind: Job, name: job-1, uid: " + owner + "}]}, spec: {containers: [{name: check}]}, status: " + status + "}", Pod.class);
    }

    private Optional<LastAttempt> last(String condition) {
        KeptnTask task = new KeptnTask();
        task.setMetadata(new ObjectMetaBuilder().withName("job").withNamespace("shop").build());
        TaskStatus running = new TaskStatus(State.PROGRESSING, "job-1", "", "", Optional.of(NOW), Optional.empty());
        Optional<TaskObservation.Job> job = Optional.of(new TaskObservation.Job(List.of(new TaskObservation.Condition(condition, "", "")), false));
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(new TaskRun(task, new TaskObservation(running, "job-1", job, Optional.empty(), Optional.empty(), NOW),
                new TaskPlan(Optional.empty(), Optional.empty(), Optional.empty())));

        new TaskEndingProcessor(new ClusterWriter(client, caches), caches).process(exchange);

        return exchange.getMessage().getBody(TaskRun.class).observation().last();
    }
}
