package dev.dromon.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskDefinition;
import dev.dromon.api.TaskParameters;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobFactoryTest {

    private final KubernetesSerialization yaml = new KubernetesSerialization();
    private final JobFactory factory = new JobFactory(new TaskImages("deno:1", "python:1"));

    @Test
    void aContainerRunsAsItIsWithTheContextAddedAndAScratchVolumePerMount() {
        Job job = factory.job(task(), definition("""
                retries: 2
                timeout: 90s
                serviceAccount: {name: runner}
                automountServiceAccountToken: {type: false}
                imagePullSecrets: [{name: pull}]
                container:
                  name: check
                  image: busybox
                  args: [now]
                  env: [{name: A, value: b}, {name: KEPTN_CONTEXT, value: old}]
                  resources: {limits: {memory: 64Mi}}
                  volumeMounts: [{name: one, mountPath: /one}, {name: two, mountPath: /two}, {name: one, mountPath: /again}]
                """), "pre-check-0123456789-1").job();

        Container container = job.getSpec().getTemplate().getSpec().getContainers().get(0);
        assertThat(container.getArgs()).containsExactly("now");
        assertThat(container.getEnv()).extracting(EnvVar::getName).containsExactly("A", "KEPTN_CONTEXT");
        assertThat(env(container, "KEPTN_CONTEXT")).isEqualTo("{\"workloadName\":\"shop-web\",\"appName\":\"shop\",\"appVersion\":\"\",\"workloadVersion\":\"1.0\","
                + "\"taskType\":\"pre\",\"objectType\":\"Workload\",\"metadata\":{\"commit\":\"1234\"}}");
        assertThat(job.getSpec().getTemplate().getSpec().getVolumes()).extracting(Volume::getName).containsExactly("one", "two");
        assertThat(job.getSpec().getTemplate().getSpec().getVolumes()).allSatisfy(v -> assertThat(v.getEmptyDir().getSizeLimit().toString()).isEqualTo("64Mi"));
        assertThat(job.getSpec().getBackoffLimit()).isEqualTo(3);
        assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(120);
        assertThat(job.getSpec().getTtlSecondsAfterFinished()).as("it must not vanish before its outcome is recorded").isNull();
        assertThat(job.getSpec().getTemplate().getSpec().getServiceAccountName()).isEqualTo("runner");
        assertThat(job.getSpec().getTemplate().getSpec().getAutomountServiceAccountToken()).isFalse();
        assertThat(job.getSpec().getTemplate().getSpec().getImagePullSecrets()).extracting("name").containsExactly("pull");
        assertThat(job.getMetadata().getOwnerReferences()).singleElement().satisfies(o -> assertThat(o.getUid()).isEqualTo("task-uid"));
        assertThat(job.getMetadata().getAnnotations()).containsEntry("keptn.sh/app", "shop").containsEntry("keptn.sh/workload", "shop-web").containsEntry("keptn.sh/version", "1.0")
                .containsEntry("keptn.sh/task-name", "pre-check-0123456789");
        assertThat(job.getSpec().getTemplate().getMetadata().getLabels()).containsEntry("team", "a");
    }

    @Test
    void inlineCodeIsMountedFromAConfigMapOfTheTasksOwn() {
        JobFactory.TaskJob made = factory.job(task(), definition("deno: {inline: {code: console.log(1)}, parameters: {map: {b: '2', a: '1'}}}"), "job-1");

        Container container = made.job().getSpec().getTemplate().getSpec().getContainers().get(0);
        assertThat(container.getImage()).isEqualTo("deno:1");
        assertThat(env(container, "SCRIPT")).isEqualTo("/var/data/function.ts");
        assertThat(env(container, "DATA")).isEqualTo("{\"a\":\"1\",\"b\":\"2\"}");
        assertThat(made.code()).hasValueSatisfying(code -> {
            assertThat(code.getMetadata().getName()).isEqualTo("job-1");
            assertThat(code.getData()).containsEntry("code", "console.log(1)");
            assertThat(code.getMetadata().getOwnerReferences()).hasSize(1);
        });
        assertThat(made.job().getSpec().getTemplate().getSpec().getVolumes()).singleElement().satisfies(v -> assertThat(v.getConfigMap().getName()).isEqualTo("job-1"));
    }

    @Test
    void aUrlIsHandedOverAndASecretIsOnlyReferredTo() {
        JobFactory.TaskJob made = factory.job(task(), definition("python: {httpRef: {url: 'https://example.org/x.py'}, secureParameters: {secret: s}, cmdParameters: '-v'}"), "job-1");

        Container container = made.job().getSpec().getTemplate().getSpec().getContainers().get(0);
        assertThat(env(container, "SCRIPT")).isEqualTo("https://example.org/x.py");
        assertThat(env(container, "CMD_ARGS")).isEqualTo("-v");
        assertThat(container.getEnv().stream().filter(e -> e.getName().equals("SECURE_DATA")).findFirst()).hasValueSatisfying(e -> {
            assertThat(e.getValue()).isNull();
            assertThat(e.getValueFrom().getSecretKeyRef().getName()).isEqualTo("s");
        });
        assertThat(made.code()).isEqualTo(Optional.empty());
        assertThat(made.job().getSpec().getTemplate().getSpec().getVolumes()).isEmpty();
    }

    @Test
    void parametersOfTheTaskWinOverThoseOfTheDefinition() {
        KeptnTask task = told("b", "3");

        Container container = container(task, "deno: {inline: {code: x}, parameters: {map: {b: '2', a: '1'}}}");

        assertThat(env(container, "DATA")).isEqualTo("{\"a\":\"1\",\"b\":\"3\"}");
    }

    @Test
    void aContainerGetsTheParametersOfItsTaskInPlaceOfAVariableOfThatName() {
        Container container = container(told("sha", "4f"), "container: {name: check, image: busybox, env: [{name: DATA, value: old}, {name: A, value: b}]}");

        assertThat(container.getEnv()).extracting(EnvVar::getName).containsExactly("A", "DATA", "KEPTN_CONTEXT");
        assertThat(env(container, "DATA")).isEqualTo("{\"sha\":\"4f\"}");
    }

    @Test
    void aParameterThatLooksLikeAVariableStaysWhatItIs() {
        Container container = container(told("ref", "$(TOKEN) $$(TOKEN) $"), "container: {name: check, image: busybox}");

        assertThat(env(container, "DATA")).as("the kubelet makes one $ of two").isEqualTo("{\"ref\":\"$$(TOKEN) $$$$(TOKEN) $$\"}");
    }

    private Container container(KeptnTask task, String spec) {
        return factory.job(task, definition(spec), "job-1").job().getSpec().getTemplate().getSpec().getContainers().get(0);
    }

    private KeptnTask told(String name, String value) {
        KeptnTask task = task();
        task.getSpec().parameters = new TaskParameters();
        task.getSpec().parameters.map.put(name, value);
        return task;
    }

    private static String env(Container container, String name) {
        return container.getEnv().stream().filter(e -> e.getName().equals(name)).findFirst().orElseThrow().getValue();
    }

    private KeptnTaskDefinition definition(String spec) {
        return yaml.unmarshal("apiVersion: lifecycle.keptn.sh/v1\nkind: KeptnTaskDefinition\nmetadata: {name: check, namespace: n}\nspec:\n" + spec.indent(2), KeptnTaskDefinition.class);
    }

    private KeptnTask task() {
        return yaml.unmarshal("""
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnTask
                metadata: {name: pre-check-0123456789, namespace: n, uid: task-uid, labels: {team: a}}
                spec:
                  taskDefinition: check
                  retries: 3
                  timeout: 2m
                  context: {workloadName: shop-web, appName: shop, workloadVersion: '1.0', taskType: pre, objectType: Workload, metadata: {commit: '1234'}}
                """, KeptnTask.class);
    }
}
