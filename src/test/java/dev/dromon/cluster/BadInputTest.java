package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnTaskDefinition;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong manifests are refused where they are applied; what gets through and cannot be read harms nobody else. */
class BadInputTest extends FlowTest {

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("no runtime", "KeptnTaskDefinition", "{retries: 1}", "spec needs one of container, deno, python, callback, http and camel"),
                Arguments.of("two runtimes", "KeptnTaskDefinition", "{container: {name: a, image: b}, deno: {inline: {code: x}}}", "spec takes only one of container, deno, python, callback, http and camel"),
                Arguments.of("no code", "KeptnTaskDefinition", "{deno: {parameters: {map: {a: b}}}}", "deno needs its code"),
                Arguments.of("bad address", "KeptnTaskDefinition", "{python: {httpRef: {url: \"ftp://example.org/x\"}}}", "python.httpRef.url must be an address"),
                Arguments.of("bad duration", "KeptnTaskDefinition", "{timeout: five minutes, container: {name: a, image: b}}", "timeout must be a number with a unit"),
                Arguments.of("negative retries", "KeptnTaskDefinition", "{retries: -1, container: {name: a, image: b}}", "spec.retries"),
                Arguments.of("mistyped field", "KeptnTaskDefinition", "{retrys: 1, container: {name: a, image: b}}", "unknown field \"spec.retrys\""),
                Arguments.of("bad target", "KeptnEvaluationDefinition", "{objectives: [{keptnMetricRef: {name: load}, evaluationTarget: about five}]}", "evaluationTarget must be one of"),
                Arguments.of("empty metric", "KeptnEvaluationDefinition", "{objectives: [{keptnMetricRef: {name: \"\"}, evaluationTarget: \">1\"}]}", "keptnMetricRef.name"),
                Arguments.of("no version", "KeptnApp", "{workloads: [{name: a, version: b}]}", "spec.version"),
                Arguments.of("empty workload", "KeptnApp", "{version: \"1\", workloads: [{name: \"\", version: b}]}", "spec.workloads[0].name"),
                Arguments.of("a workload twice", "KeptnApp", "{version: \"1\", workloads: [{name: a, version: b}, {name: a, version: c}]}", "spec.workloads[1]"),
                Arguments.of("empty task", "KeptnAppContext", "{preDeploymentTasks: [\"\"]}", "spec.preDeploymentTasks[0]"),
                Arguments.of("mistyped severity", "KeptnAppContext", "{preDeploymentTasks: [\"smoke:wran\"]}", "a check must be the name of a definition, or with :block"),
                Arguments.of("severity of nothing", "KeptnAppContext", "{postDeploymentEvaluations: [\":warn\"]}", "a check must be the name of a definition, or with :block"),
                Arguments.of("a day that is none", "KeptnAppContext", "{promotionTasks: [\"smoke:observe-until=2027-02-30\"]}", "observe-until must be a day that there is"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void wrongManifestsAreRefusedWithASentenceThatNamesTheField(String what, String kind, String spec, String sentence) {
        String said = plane.kubectlRefused("apiVersion: lifecycle.keptn.sh/v1\nkind: " + kind + "\nmetadata: {name: wrong}\nspec: " + spec + "\n", "apply", "-n", namespace, "-f", "-");

        assertThat(said).as(what).contains(sentence);
        assertThat(client.genericKubernetesResources("lifecycle.keptn.sh/v1", kind).inNamespace(namespace).list().getItems()).isEmpty();
    }

    @Test
    void aSettingThatCannotHoldIsRefused() {
        String said = plane.kubectlRefused("""
                apiVersion: options.keptn.sh/v1alpha1
                kind: KeptnConfig
                metadata: {name: wrong}
                spec: {observabilityTimeout: 0s}
                """, "apply", "-n", namespace, "-f", "-");

        assertThat(said).contains("observabilityTimeout must be longer than 0");
    }

    /** The schema takes any field of a container, so one of the wrong shape gets through it. */
    @Test
    void anObjectThatCannotBeReadIsSkippedAndTheOthersGoOn() {
        apply(Manifests.task("good"), """
                ---
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnTaskDefinition
                metadata: {name: odd}
                spec: {container: {name: check, image: example.org/check, env: several words}}
                """);
        apply(Manifests.deployment("web", "1.0", "pre-deployment-tasks", "good"));
        app("web", "Succeeded");

        plane.stopRuntime();
        plane.start();
        apply(Manifests.deployment("shop", "1.0", "pre-deployment-tasks", "good"), Manifests.deployment("odd", "1.0", "pre-deployment-tasks", "odd"));
        app("shop", "Succeeded");
        eventually(() -> assertThat(events()).anyMatch(e -> "CreateTaskErrored".equals(e.getReason()) && e.getMessage().contains("odd")));
        staysHeld("odd", "1.0", Duration.ofSeconds(1));
        assertThat(client.resources(KeptnTaskDefinition.class).inNamespace(namespace).withName("good").get()).isNotNull();

        apply(Manifests.task("odd"));
        app("odd", "Succeeded");
        runs("odd", "1.0");
    }
}
