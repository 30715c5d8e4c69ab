package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.KeptnTask;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import org.junit.jupiter.api.Test;

/** What of a task definition arrives at its Job. */
class TaskJobTest extends FlowTest {

    private static final String DEFINITION = """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: checker}
            ---
            apiVersion: lifecycle.keptn.sh/v1
            kind: KeptnTaskDefinition
            metadata: {name: smoke, labels: {team: a}, annotations: {example.org/why: release}}
            spec:
              retries: 3
              timeout: 90s
              ttlSecondsAfterFinished: 77
              serviceAccount: {name: checker}
              automountServiceAccountToken: {type: false}
              imagePullSecrets: [{name: pull}]
              container:
                name: smoke
                image: example.org/smoke:1
                command: [run]
                args: [--fast]
                env: [{name: TARGET, value: web}]
                resources: {limits: {memory: 64Mi}}
                volumeMounts: [{name: scratch, mountPath: /scratch}]
            """;

    @Test
    void theJobHasWhatTheDefinitionSays() {
        apply(DEFINITION, Manifests.deployment("web", "1.0", "pre-deployment-tasks", "smoke"));

        app("web", "Succeeded");
        eventually(() -> assertThat(job().getSpec().getTtlSecondsAfterFinished()).isEqualTo(77));
        assertThat(job().getSpec().getBackoffLimit()).isEqualTo(3);
        assertThat(job().getSpec().getActiveDeadlineSeconds()).isEqualTo(90);
        assertThat(job().getMetadata().getLabels()).containsEntry("team", "a");
        assertThat(job().getMetadata().getAnnotations()).containsEntry("example.org/why", "release").containsEntry("keptn.sh/app", "web").containsEntry("keptn.sh/workload", "web-web")
                .containsEntry("keptn.sh/version", "1.0");
        assertThat(job().getSpec().getTemplate().getMetadata().getLabels()).containsEntry("team", "a");
        PodSpec pod = job().getSpec().getTemplate().getSpec();
        assertThat(pod.getServiceAccountName()).isEqualTo("checker");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getImagePullSecrets()).singleElement().satisfies(s -> assertThat(s.getName()).isEqualTo("pull"));
        assertThat(pod.getVolumes()).singleElement().satisfies(v -> assertThat(v.getEmptyDir().getSizeLimit()).hasToString("64Mi"));
        assertThat(pod.getContainers()).singleElement().satisfies(c -> assertThat(c.getCommand()).containsExactly("run")).satisfies(c -> assertThat(c.getArgs()).containsExactly("--fast"))
                .satisfies(c -> assertThat(c.getEnv()).contains(new EnvVar("TARGET", "web", null)));
    }

    @Test
    void theTaskIsToldItsSurroundings() throws JsonProcessingException {
        apply(DEFINITION, """
                ---
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnAppContext
                metadata: {name: web}
                spec: {metadata: {stage: prod, team: shop}}
                """, Manifests.deployment("web", "1.0", "pre-deployment-tasks", "smoke", "metadata", "team=web, link=a=b"));

        app("web", "Succeeded");
        String context = job().getSpec().getTemplate().getSpec().getContainers().get(0).getEnv().stream().filter(e -> "KEPTN_CONTEXT".equals(e.getName())).findFirst().orElseThrow().getValue();
        JsonNode json = new ObjectMapper().readTree(context);
        String span = client.resources(KeptnTask.class).inNamespace(namespace).list().getItems().get(0).getSpec().context.metadata.get("traceparent");
        assertThat(span).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(json).isEqualTo(new ObjectMapper().readTree("""
                {"workloadName": "web-web", "appName": "web", "appVersion": "", "workloadVersion": "1.0", "taskType": "pre", "objectType": "Workload",
                 "metadata": {"stage": "prod", "team": "web", "link": "a=b", "traceparent": "%s"}}
                """.formatted(span)));
    }

    @Test
    void aTaskThatTakesTooLongFails() {
        apply("""
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnTaskDefinition
                metadata: {name: endless, labels: {dromon.dev/sandbox: hang}}
                spec: {retries: 0, timeout: 2s, container: {name: check, image: example.org/check}}
                """, Manifests.deployment("web", "1.0", "pre-deployment-tasks", "endless"));

        workload("web-web", "1.0", "Failed");
        assertThat(client.resources(KeptnTask.class).inNamespace(namespace).list().getItems()).singleElement()
                .satisfies(t -> assertThat(t.getStatus().status + " " + t.getStatus().reason).isEqualTo("Failed DeadlineExceeded"));
        held("web", "1.0");
    }

    private Job job() {
        return client.batch().v1().jobs().inNamespace(namespace).list().getItems().get(0);
    }
}
