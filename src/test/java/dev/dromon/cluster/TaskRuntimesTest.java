package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskDefinition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks of each runtime on the API server: where their code comes from, that edits do not reach them, and what is left of them. */
class TaskRuntimesTest extends FlowTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/TaskJob");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String shared = "shared-" + System.nanoTime();

    static Stream<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(GOLDEN)) {
            return folders.map(f -> f.getFileName().toString()).sorted().toList().stream();
        }
    }

    @AfterEach
    void forgetShared() {
        client.resources(KeptnTaskDefinition.class).inNamespace(ControlPlane.SYSTEM).withName(shared).delete();
        client.configMaps().inNamespace(ControlPlane.SYSTEM).withName(shared).delete();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void eachRuntimeRunsOnce(String name) throws IOException {
        apply("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: child}\n---\n" + Files.readString(GOLDEN.resolve(name).resolve("in-task.yaml")));

        eventually(() -> assertThat(tasks()).singleElement().satisfies(t -> assertThat(state(t)).startsWith("Succeeded")));
        KeptnTask task = tasks().get(0);
        Job wanted = goldenJob(name);
        assertThat(jobs()).singleElement().satisfies(job -> {
            assertThat(environment(job)).isEqualTo(environment(wanted));
            assertThat(JSON.valueToTree(job.getSpec().getTemplate().getSpec().getVolumes()).findValuesAsText("name"))
                    .isEqualTo(JSON.valueToTree(wanted.getSpec().getTemplate().getSpec().getVolumes()).findValuesAsText("name"));
            assertThat(task.getStatus().jobName).isEqualTo(job.getMetadata().getName());
        });
        assertThat(task.getStatus().attempts).isEqualTo(1);
        assertThat(task.getStatus().podName).startsWith(task.getStatus().jobName);
        assertThat(task.getStatus().exitCode).isNull();
        assertThat(task.getStatus().output).isNull();
    }

    private Job goldenJob(String name) throws IOException {
        String[] documents = Files.readString(GOLDEN.resolve(name).resolve("out-job.yaml")).split("(?m)^---\n");
        return client.getKubernetesSerialization().unmarshal(documents[documents.length - 1], Job.class);
    }

    /** The API server leaves out values that are empty. */
    private static List<EnvVar> environment(Job job) {
        return job.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv().stream()
                .map(e -> e.getValue() == null && e.getValueFrom() == null ? new EnvVar(e.getName(), "", null) : e).toList();
    }

    private static JsonNode container(Job job) {
        return JSON.valueToTree(job.getSpec().getTemplate().getSpec().getContainers().get(0));
    }

    @Test
    void functionReferencesThatGoRoundAreNamedAndTheTaskGoesOnWhenOneOfThemHasCode() {
        apply(function("a", "functionRef: {name: b}"), function("b", "functionRef: {name: c}"), function("c", "functionRef: {name: b}"), task("a", ""));

        waits("FunctionReferenceCycle", "a -> b -> c -> b");
        assertThat(jobs()).isEmpty();
        replace(namespace, "c", function("c", "inline: {code: found}"));

        succeeds();
        assertThat(code(jobs().get(0))).isEqualTo("found");
    }

    @Test
    void aTaskWaitsForTheDefinitionThatHasItsCode() {
        apply(function("a", "functionRef: {name: b}"), function("b", "functionRef: {name: later}"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "a"));

        waits("DefinitionNotFound", "KeptnTaskDefinition b takes its code by functionRef from later");
        held("web", "1.0");
        apply(function("later", "inline: {code: here}"));

        app("web", "Succeeded");
        runs("web", "1.0");
        assertThat(code(jobs().get(0))).isEqualTo("here");
    }

    @Test
    void anEditedDefinitionDoesNotReachATaskThatRuns() {
        apply(function("check", "inline: {code: old}").replace("spec:", "spec:\n  ttlSecondsAfterFinished: 700"), task("check", "hang"));
        eventually(() -> assertThat(tasks()).singleElement().satisfies(t -> assertThat(state(t)).startsWith("Progressing")));
        String before = client.getKubernetesSerialization().asYaml(jobs().get(0).getSpec().getTemplate());

        plane.stopRuntime();
        replace(namespace, "check", function("check", "inline: {code: new}").replace("spec:", "spec:\n  ttlSecondsAfterFinished: 1\n  serviceAccount: {name: other}"));
        plane.start();
        letJobsEnd();

        succeeds();
        eventually(() -> assertThat(jobs()).singleElement().satisfies(j -> assertThat(j.getSpec().getTtlSecondsAfterFinished()).isEqualTo(700)));
        assertThat(client.getKubernetesSerialization().asYaml(jobs().get(0).getSpec().getTemplate())).isEqualTo(before);
        assertThat(code(jobs().get(0))).isEqualTo("old");
        assertThat(codes()).containsExactly("old");
    }

    @Test
    void aJobThatWasNotMadeBeforeAnEditRunsTheNewCodeAndNothingOfTheOld() {
        apply(function("check", "inline: {code: old}").replace("spec:", "spec:\n  serviceAccount: {name: Not_A_Name}"), task("check", ""));
        waits("JobRefused", "serviceAccountName");
        assertThat(codes()).containsExactly("old");

        replace(namespace, "check", function("check", "inline: {code: new}"));

        succeeds();
        assertThat(code(jobs().get(0))).isEqualTo("new");
    }

    @Test
    void codeThatIsOfNoUseAnyMoreGoesWithTheTask() {
        apply(function("check", "inline: {code: x}"), task("check", ""));
        succeeds();
        assertThat(codes()).containsExactly("x");
        assertThat(ownCode()).allSatisfy(c -> assertThat(c.getImmutable()).isTrue());

        client.resource(tasks().get(0)).delete();

        eventually(() -> assertThat(ownCode()).isEmpty());
        eventually(() -> assertThat(jobs()).isEmpty());
    }

    @Test
    void aDefinitionOfDromonsNamespaceBringsItsConfigMapAlong() {
        applyTo(ControlPlane.SYSTEM, function(shared, "configMapRef: {name: " + shared + "}"));
        apply(task(shared, ""));
        waits("CodeNotFound", "ConfigMap " + shared + " in namespace " + ControlPlane.SYSTEM);

        client.configMaps().inNamespace(ControlPlane.SYSTEM).resource(new ConfigMapBuilder().withNewMetadata().withName(shared).endMetadata().addToData("code", "common").build()).create();

        succeeds();
        assertThat(code(jobs().get(0))).isEqualTo("common");
        assertThat(codes()).containsExactly("common");
    }

    @Test
    void aDefinitionOfTheNamespaceTakesItsCodeFromOneOfDromonsNamespace() {
        applyTo(ControlPlane.SYSTEM, function(shared, "inline: {code: common}, parameters: {map: {a: common, b: common}}"));
        apply(function("own", "functionRef: {name: " + shared + "}, parameters: {map: {b: own}}"), task("own", ""));

        succeeds();
        assertThat(code(jobs().get(0))).isEqualTo("common");
        assertThat(container(jobs().get(0)).get("env").findValuesAsText("value")).contains("{\"a\":\"common\",\"b\":\"own\"}");
    }

    @Test
    void whatBecameOfAFailedTaskIsKeptWhenItsJobIsGoneAndItDoesNotRunAgain() {
        apply(function("check", "inline: {code: x}").replace("spec:", "spec:\n  ttlSecondsAfterFinished: 1"), task("check", "fail").replace("retries: 0", "retries: 1"));

        KeptnTask task = fails("BackoffLimitExceeded");
        eventually(() -> assertThat(jobs()).isEmpty());
        eventually(() -> assertThat(pods()).isEmpty());
        throughout(Duration.ofSeconds(2), () -> assertThat(jobs()).isEmpty());
        assertThat(tasks()).singleElement().satisfies(t -> assertThat(t.getStatus()).usingRecursiveComparison().isEqualTo(task.getStatus()));
        assertThat(task.getStatus().message).endsWith("; container keptn-function-runner ended with exit code 1: the shop is closed");
        assertThat(task.getStatus().attempts).isEqualTo(2);
        assertThat(task.getStatus().exitCode).isEqualTo(1);
        assertThat(task.getStatus().output).isEqualTo("looking at the shop\nthe shop is closed");
        assertThat(task.getStatus().podName).startsWith(task.getStatus().jobName + "-");
        assertThat(task.getStatus().startTime).isLessThan(task.getStatus().endTime);
    }

    @Test
    void whatATaskWithASecretPrintedIsNowhere() {
        apply(function("check", "inline: {code: x}, secureParameters: {secret: token}"), task("check", "fail"));

        KeptnTask task = fails("BackoffLimitExceeded");
        assertThat(task.getStatus().exitCode).isEqualTo(1);
        assertThat(task.getStatus().output).isNull();
        assertThat(task.getStatus().message).endsWith("; container keptn-function-runner ended with exit code 1");
        assertThat(pods()).allSatisfy(p -> assertThat(client.getKubernetesSerialization().asYaml(p)).doesNotContain("the shop is closed"));
    }

    @Test
    void aTaskThatGoesWellCostsNoQuestionsAndFourWrites() {
        assumeTrue(plane.auditLog().isPresent(), "this control plane has no audit log beside its kubeconfig");
        apply("apiVersion: lifecycle.keptn.sh/v1\nkind: KeptnTaskDefinition\nmetadata: {name: check}\nspec: {container: {name: check, image: example.org/check}}", task("check", ""));
        succeeds();
        eventually(() -> assertThat(requests()).last().isEqualTo("patch jobs"));
        int before = requests().size();
        apply(task("check", "").replace("name: try", "name: again"));

        eventually(() -> assertThat(requests()).hasSizeGreaterThanOrEqualTo(before + 4));
        assertThat(requests().subList(before, requests().size())).containsExactly("create jobs", "update keptntasks/status", "update keptntasks/status", "patch jobs");
    }

    /** What the runtime asked of the test's namespace. */
    private List<String> requests() {
        try (Stream<String> lines = Files.lines(plane.auditLog().orElseThrow())) {
            return lines.filter(l -> l.contains("\"" + namespace + "\"") && l.endsWith("}")).map(TaskRuntimesTest::tree)
                    .filter(e -> ControlPlane.RUNTIME_USER.equals(e.at("/user/username").asText()) && namespace.equals(e.at("/objectRef/namespace").asText()))
                    .map(e -> e.get("verb").asText() + " " + e.at("/objectRef/resource").asText() + (e.at("/objectRef/subresource").isMissingNode() ? "" : "/" + e.at("/objectRef/subresource").asText()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode tree(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String function(String name, String deno) {
        return """
                ---
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnTaskDefinition
                metadata: {name: %s}
                spec:
                  retries: 0
                  deno: {%s}
                """.formatted(name, deno);
    }

    private static String task(String definition, String behaviour) {
        return """
                ---
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnTask
                metadata: {name: try, labels: {dromon.dev/sandbox: "%s"}}
                spec: {taskDefinition: %s, retries: 0}
                """.formatted(behaviour, definition);
    }

    private void replace(String where, String name, String yaml) {
        KeptnTaskDefinition wanted = client.getKubernetesSerialization().unmarshal(yaml, KeptnTaskDefinition.class);
        client.resources(KeptnTaskDefinition.class).inNamespace(where).withName(name).edit(d -> {
            d.setSpec(wanted.getSpec());
            return d;
        });
    }

    private void waits(String reason, String message) {
        eventually(() -> assertThat(tasks()).singleElement().satisfies(t -> {
            assertThat(state(t)).isEqualTo("Pending " + reason);
            assertThat(t.getStatus().message).contains(message);
        }));
    }

    private static String state(KeptnTask task) {
        return task.getStatus() == null ? "absent" : task.getStatus().status + " " + task.getStatus().reason;
    }

    private void succeeds() {
        eventually(() -> assertThat(tasks()).singleElement().satisfies(t -> assertThat(state(t)).startsWith("Succeeded")));
    }

    private KeptnTask fails(String reason) {
        eventually(() -> assertThat(tasks()).singleElement().satisfies(t -> assertThat(state(t)).isEqualTo("Failed " + reason)));
        return tasks().get(0);
    }

    /** What the Job mounts. */
    private String code(Job job) {
        List<Volume> volumes = job.getSpec().getTemplate().getSpec().getVolumes();
        return client.configMaps().inNamespace(namespace).withName(volumes.get(0).getConfigMap().getName()).require().getData().get("code");
    }

    private List<String> codes() {
        return ownCode().stream().map(c -> c.getData().get("code")).toList();
    }

    private List<ConfigMap> ownCode() {
        return client.configMaps().inNamespace(namespace).list().getItems().stream().filter(c -> c.getMetadata().getOwnerReferences().stream().anyMatch(o -> o.getKind().equals("KeptnTask"))).toList();
    }

    private List<Pod> pods() {
        return client.pods().inNamespace(namespace).list().getItems();
    }
}
