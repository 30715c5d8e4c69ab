package dev.dromon.gather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnEvaluation;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.PatientMockClient;
import dev.dromon.kube.ResourceKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What needs no look must be beyond doubt; everything else is looked at. */
@EnableKubernetesMockClient(crud = true, kubernetesClientBuilderCustomizer = PatientMockClient.class)
class SettledTest {

    private static final String META = "{name: it, namespace: shop, uid: it, resourceVersion: '5', annotations: {%s}}";

    private final KubernetesSerialization yaml = new KubernetesSerialization();
    KubernetesClient client;
    private KubeCaches caches;
    private Settled settled;

    @BeforeEach
    void startCaches() {
        caches = new KubeCaches(client, List.of(ResourceKind.of(Job.class)), Optional.empty(), 500);
        settled = new Settled(caches);
    }

    @AfterEach
    void stopCaches() {
        caches.close();
    }

    private <T extends HasMetadata> T object(Class<T> type, String annotations, String status) {
        return yaml.unmarshal("---\n{metadata: " + META.formatted(annotations) + ", spec: {}" + (status.isEmpty() ? "" : ", status: {" + status + "}") + "}", type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'' | '' | false",
        "'' | status: Progressing | false",
        "'' | status: Succeeded, endTime: '2026-01-02T03:04:05Z' | true",
        "'' | status: Deprecated, endTime: '2026-01-02T03:04:05Z' | true",
        "'' | status: Failed, endTime: '2026-01-02T03:04:05Z' | false",
        "'' | status: Succeeded | false",
        "dromon.dev/retry: smoke | status: Deprecated, endTime: '2026-01-02T03:04:05Z' | false",
        "dromon.dev/abort: why | status: Succeeded, endTime: '2026-01-02T03:04:05Z' | false",
    })
    void aVersionIsSettledWhenItsRunEndedForGoodAndNobodyAsksAnything(String annotations, String status, boolean expected) {
        assertThat(settled.version(object(KeptnAppVersion.class, annotations, status))).isEqualTo(expected);
        assertThat(settled.version(object(KeptnWorkloadVersion.class, annotations, status))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'' | false",
        "transitions: [{type: Ended}, {type: Completed}] | false",
        "'transitions: [{type: Ended}, {type: Completed}], delivered: {kubernetes: 1}' | false",
        "'transitions: [{type: Ended}, {type: Completed}], delivered: {other: 2}' | false",
        "'transitions: [{type: Ended}, {type: Completed}], delivered: {kubernetes: 2}' | true",
    })
    void eventsAreToldWhenTheSinkHasAcceptedAllTransitions(String status, boolean expected) {
        assertThat(settled.told(object(KeptnAppVersion.class, "", status), "kubernetes")).isEqualTo(expected);
        assertThat(settled.told(object(KeptnWorkloadVersion.class, "", status), "kubernetes")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'' | '' | false",
        "status: Progressing | '' | false",
        "status: Succeeded | '' | true",
        "status: Failed | '' | true",
        "status: Deprecated | '' | true",
        "status: Succeeded | '{}' | false",
        "status: Failed | '{}' | false",
        "status: Succeeded | '{ttlSecondsAfterFinished: 300}' | true",
        "status: Progressing | '{ttlSecondsAfterFinished: 300}' | false",
        "status: Deprecated | '{ttlSecondsAfterFinished: 300}' | false",
    })
    void aTaskIsSettledWhenItEndedAndItsJobGoesByItself(String status, String job, boolean expected) {
        if (!job.isEmpty()) {
            caches.of(Job.class).written(yaml.unmarshal("---\n{metadata: {name: job, namespace: shop, uid: job, resourceVersion: '7', ownerReferences: [{kind: KeptnTask, name: it, uid: it}]}, spec: "
                    + job + "}", Job.class));
        }

        assertThat(settled.task(object(KeptnTask.class, "", status))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'' | false", "overallStatus: Progressing | false", "overallStatus: Succeeded | true", "overallStatus: Failed | true"})
    void anEvaluationIsSettledWhenItEnded(String status, boolean expected) {
        assertThat(settled.evaluation(object(KeptnEvaluation.class, "", status))).isEqualTo(expected);
    }

    @Test
    void aPodWithoutOurGateIsSettled() {
        assertThat(settled.pod(pod("{name: other}"))).isTrue();
        assertThat(settled.pod(pod("{name: dromon.dev/pre-deployment}"))).isFalse();
    }

    private Pod pod(String gate) {
        return yaml.unmarshal("---\n{metadata: {name: p}, spec: {schedulingGates: [" + gate + "]}}", Pod.class);
    }
}
