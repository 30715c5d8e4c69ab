package dev.dromon.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskDefinition;
import dev.dromon.api.RuntimeSpec;
import dev.dromon.api.SecureParameters;
import dev.dromon.api.TaskParameters;
import dev.dromon.gather.TaskCode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobFactoryTest {

    private final KubernetesSerialization yaml = new KubernetesSerialization();
    private final JobFactory factory = new JobFactory(new TaskImages("deno:1", "python:1"));

    @Test
    void aContainerRunsAsItIsWithTheContextAddedAndAScratchVolumePerMount() {
        Job job = made(task(), """
                retries: 2
                timeout: 90s
                serviceAccount: {name: runner}
                automountServiceAccountToken: {type: false}
                imagePullSecrets: [{name: pull}]
                container:
                  name: check
                  image: busybox
                  args: [now]
                  env: [{name: KEPTN_CONTEXT, value: old}, {name: A, value: b}]
                  resources: {limits: {memory: 64Mi}}
                  volumeMounts: [{name: one, mountPath: /one}, {name: two, mountPath: /two}, {name: one, mountPath: /again}]
                """).job();

        Container container = job.getSpec().getTemplate().getSpec().getContainers().get(0);
        assertThat(container.getArgs()).containsExactly("now");
        assertThat(container.getEnv()).extracting(EnvVar::getName).containsExactly("KEPTN_CONTEXT", "A");
        assertThat(env(container, "KEPTN_CONTEXT")).as("in its place: A may refer to it").isEqualTo("{\"workloadName\":\"shop-web\",\"appName\":\"shop\",\"appVersion\":\"\",\"workloadVersion\":\"1.0\","
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
    void codeOfItsOwnIsMountedFromAConfigMapThatIsNamedByIt() {
        JobFactory.TaskJob made = made(task(), "deno: {inline: {code: console.log(1)}}");

        assertThat(made.code()).hasValueSatisfying(code -> {
            assertThat(code.getMetadata().getName()).matches("job-1-[0-9a-f]{10}");
            assertThat(code.getData()).containsEntry("code", "console.log(1)");
            assertThat(code.getImmutable()).isTrue();
            assertThat(code.getMetadata().getOwnerReferences()).singleElement().satisfies(o -> assertThat(o.getUid()).isEqualTo("task-uid"));
            assertThat(made.job().getSpec().getTemplate().getSpec().getVolumes()).singleElement().satisfies(v -> assertThat(v.getConfigMap().getName()).isEqualTo(code.getMetadata().getName()));
        });
        assertThat(made(task(), "deno: {inline: {code: console.log(2)}}").code().orElseThrow().getMetadata().getName()).as("other code, other ConfigMap")
                .isNotEqualTo(made.code().orElseThrow().getMetadata().getName());
    }

    @Test
    void theSecretOfTheTaskWinsOverThatOfTheDefinitionAndIsOnlyReferredTo() {
        KeptnTask task = task();
        task.getSpec().secureParameters = new SecureParameters();
        task.getSpec().secureParameters.secret = "mine";

        for (String spec : List.of("python: {httpRef: {url: 'https://example.org/x.py'}, secureParameters: {secret: s}}", "container: {name: check, image: busybox}")) {
            assertThat(container(task, spec).getEnv()).filteredOn(e -> e.getName().equals("SECURE_DATA")).singleElement().satisfies(e -> {
                assertThat(e.getValue()).isNull();
                assertThat(e.getValueFrom().getSecretKeyRef().getName()).isEqualTo("mine");
                assertThat(e.getValueFrom().getSecretKeyRef().getKey()).isEqualTo("SECURE_DATA");
            });
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
        "container: {name: check, image: busybox} | FallbackToLogsOnError",
        "python: {inline: {code: x}} | FallbackToLogsOnError",
        "container: {name: check, image: busybox, terminationMessagePolicy: File} | File",
        "container: {name: check, image: busybox, env: [{name: T, valueFrom: {secretKeyRef: {name: s, key: k}}}]} | none",
        "container: {name: check, image: busybox, envFrom: [{secretRef: {name: s}}]} | none",
        "python: {inline: {code: x}, secureParameters: {secret: s}} | none",
    })
    void theKubeletKeepsTheEndOfTheLogUnlessASecretMayBeInIt(String spec, String policy) {
        assertThat(container(task(), spec).getTerminationMessagePolicy()).isEqualTo(policy);
    }

    @Test
    void eachAttemptIsAPodOfItsOwn() {
        assertThat(made(task(), "container: {name: check, image: busybox}").job().getSpec().getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
    }

    @ParameterizedTest
    @CsvSource({"'', 300", "ttlSecondsAfterFinished: 1, 1", "ttlSecondsAfterFinished: 0, 0"})
    void theJobRemembersHowLongItIsToStay(String spec, int seconds) {
        Job job = made(task(), "container: {name: check, image: busybox}\n" + spec).job();

        assertThat(job.getSpec().getTtlSecondsAfterFinished()).as("it must not vanish before its outcome is recorded").isNull();
        assertThat(JobFactory.timeToLive(job)).isEqualTo(seconds);
    }

    @Test
    void aJobThatDoesNotSayHowLongItIsToStayStaysAsLongAsByDefault() {
        Job job = made(task(), "container: {name: check, image: busybox}").job();
        job.getMetadata().getAnnotations().put("dromon.dev/ttl-seconds-after-finished", "soon");

        assertThat(JobFactory.timeToLive(job)).isEqualTo(300);
        job.getMetadata().setAnnotations(null);
        assertThat(JobFactory.timeToLive(job)).isEqualTo(300);
    }

    @Test
    void metadataThatLooksLikeAVariableStaysWhatItIs() {
        KeptnTask task = task();
        task.getSpec().context.metadata.put("commit", "costs $5 $(TOKEN)");

        assertThat(env(container(task, "container: {name: check, image: busybox}"), "KEPTN_CONTEXT")).contains("costs $$5 $$(TOKEN)");
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

        assertThat(container.getEnv()).extracting(EnvVar::getName).containsExactly("DATA", "A", "KEPTN_CONTEXT");
        assertThat(env(container, "DATA")).isEqualTo("{\"sha\":\"4f\"}");
    }

    @Test
    void aParameterThatLooksLikeAVariableStaysWhatItIs() {
        Container container = container(told("ref", "$(TOKEN) $$(TOKEN) $"), "container: {name: check, image: busybox}");

        assertThat(env(container, "DATA")).as("the kubelet makes one $ of two").isEqualTo("{\"ref\":\"$$(TOKEN) $$$$(TOKEN) $$\"}");
    }

    private JobFactory.TaskJob made(KeptnTask task, String spec) {
        KeptnTaskDefinition definition = definition(spec);
        Optional<RuntimeSpec> runtime = Optional.ofNullable(definition.getSpec().deno).or(() -> Optional.ofNullable(definition.getSpec().python));
        Optional<TaskCode> code = runtime.map(r -> new TaskCode(definition.getSpec().deno != null, r, "n", Optional.ofNullable(r.inline).map(i -> i.code)));
        return factory.job(task, definition, code, "job-1");
    }

    private Container container(KeptnTask task, String spec) {
        return made(task, spec).job().getSpec().getTemplate().getSpec().getContainers().get(0);
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
