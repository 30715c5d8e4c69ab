package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks whose verdict is the end of a Camel route of the operator. */
class CamelTaskTest extends FlowTest {

    @TempDir
    static Path folder;

    @Override
    ControlPlane controlPlane() {
        ControlPlane shared = ControlPlane.withoutRuntime();
        shared.start(settings());
        return shared;
    }

    private static Map<String, String> settings() {
        try {
            Files.writeString(folder.resolve("routes.yaml"), """
                    - route:
                        from:
                          uri: direct:judge
                          steps:
                            - choice:
                                when:
                                  - simple: "${header.verdict} == 'no'"
                                    steps:
                                      - throwException: {exceptionType: java.lang.IllegalStateException, message: "not ${header.KeptnAppName}"}
                            - setBody: {simple: "${header.verdict} to ${header.KeptnAppName} ${header.Idempotency-Key}"}
                    - route:
                        from:
                          uri: direct:wait
                          steps:
                            - delay: {constant: 3600000}
                    """);
            return Map.of("dromon.camel.routes", folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ask(String camel) {
        return """
                ---
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnTaskDefinition
                metadata: {name: ask}
                spec:
                  camel: {%s}
                """.formatted(camel);
    }

    private void deploy() {
        apply(Manifests.deployment("web", "1.0", "pre-deployment-tasks", "ask"));
    }

    @Test
    void theEndOfTheRouteOpensTheGate() {
        apply(ask("route: judge, parameters: {map: {verdict: \"yes\"}}"));
        deploy();

        app("web", "Succeeded");

        runs("web", "1.0");
        KeptnTask done = onlyTask("Succeeded", "");
        assertThat(done.getStatus().message).isEqualTo("yes to web " + done.getMetadata().getUid() + "-1");
        assertThat(jobs()).isEmpty();
    }

    @Test
    void anExceptionKeepsItClosed() {
        apply(ask("route: judge, parameters: {map: {verdict: \"no\"}}"));
        deploy();

        workload("web-web", "1.0", "Failed");

        assertThat(onlyTask("Failed", "RouteFailed").getStatus().message).isEqualTo("not web");
        held("web", "1.0");
    }

    @Test
    void aRouteThatTakesTooLongFailsTheTask() {
        apply(ask("route: wait, timeout: 1s"));
        deploy();

        onlyTask("Failed", "DeadlineExceeded");
    }

    @Test
    void aRouteThatIsNotThereIsNamedAndTheTaskGoesOnWhenAnotherIsWanted() {
        apply(ask("route: nothing"));
        deploy();
        assertThat(onlyTask("Pending", "CamelRouteUnknown").getStatus().message).contains("one of the routes [judge, wait], found nothing");

        apply(ask("route: judge"));

        app("web", "Succeeded");
    }

    @Test
    void itIsOffUnlessAnOperatorSwitchesItOn() {
        plane.start();
        apply(ask("route: judge"));
        deploy();
        assertThat(onlyTask("Pending", "CamelUnavailable").getStatus().message).contains("dromon.camel.routes");

        plane.start(settings());

        app("web", "Succeeded");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "camel: {timeout: 1m} | spec.camel.route",
        "camel: {route: \"a?b=c\"} | spec.camel.route",
        "camel: {route: a, timeout: 1ms} | camel.timeout must be between 1s and 24h",
        "camel: {route: a}, http: {url: \"http://example.org\"} | spec takes only one of container, deno, python, callback, http and camel"})
    void whatIsNoRouteIsRefused(String spec, String sentence) {
        String definition = "apiVersion: lifecycle.keptn.sh/v1\nkind: KeptnTaskDefinition\nmetadata: {name: wrong}\nspec: {" + spec + "}\n";

        assertThat(plane.kubectlRefused(definition, "apply", "-n", namespace, "-f", "-")).contains(sentence);
    }
}
