package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.Analysis;
import dev.dromon.api.AnalysisStatus;
import dev.dromon.api.KeptnEvaluation;
import dev.dromon.metric.ProviderStub;
import io.fabric8.kubernetes.api.model.Condition;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Analyses on the real API server, over real HTTP servers that speak Prometheus' API. */
class AnalysisTest extends FlowTest {

    private static final Map<String, String> SETTINGS = Map.of("dromon.metrics.allow-local-addresses", "true");

    private final ProviderStub prometheus = new ProviderStub();
    private final ProviderStub thanos = new ProviderStub();
    /** Query to what it finds at the end of the time range; a query that is not here finds nothing. */
    private final Map<String, String> values = new ConcurrentHashMap<>();

    @BeforeEach
    void serve() {
        plane.start(SETTINGS);
        prometheus.answers(this::range);
        thanos.answers(this::range);
    }

    @AfterEach
    void stop() {
        prometheus.close();
        thanos.close();
        ControlPlane.running();
    }

    private ProviderStub.Answer range(ProviderStub.Asked asked) {
        String value = values.get(asked.form().get("query").get(0));
        String series = value == null ? "" : "{\"metric\":{},\"values\":[[" + asked.form().get("end").get(0) + ",\"" + value + "\"]]}";
        return new ProviderStub.Answer(asked.path().equals("/api/v1/query_range") ? 200 : 404, "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[" + series + "]}}");
    }

    private static String provider(String name, String type, ProviderStub server) {
        return "---\napiVersion: metrics.keptn.sh/v1\nkind: KeptnMetricsProvider\nmetadata: {name: " + name + "}\nspec: {type: " + type + ", targetServer: \"" + server.url() + "\"}\n";
    }

    private static String template(String name, String provider, String query) {
        return "---\napiVersion: metrics.keptn.sh/v1\nkind: AnalysisValueTemplate\nmetadata: {name: " + name + "}\nspec: {provider: {name: " + provider + "}, query: '" + query + "'}\n";
    }

    private static String objective(String template, int weight, String more) {
        return "{analysisValueTemplateRef: {name: " + template + "}, target: {failure: {greaterThan: {fixedValue: 10}}, warning: {greaterThan: {fixedValue: 5}}}, weight: " + weight + more + "}";
    }

    private static String definition(String... objectives) {
        return "---\napiVersion: metrics.keptn.sh/v1\nkind: AnalysisDefinition\nmetadata: {name: slo}\nspec: {totalScore: {passPercentage: 87, warningPercentage: 50}, objectives: ["
                + String.join(", ", objectives) + "]}\n";
    }

    private static String analysis(String timeframe, String args) {
        return "---\napiVersion: metrics.keptn.sh/v1\nkind: Analysis\nmetadata: {name: run}\nspec: {timeframe: " + timeframe + ", args: " + args + ", analysisDefinition: {name: slo}}\n";
    }

    private Analysis analysis() {
        return client.resources(Analysis.class).inNamespace(namespace).withName("run").require();
    }

    private AnalysisStatus ready(String status, String reason, String words) {
        eventually(() -> assertThat(analysis().getStatus()).satisfies(s -> {
            assertThat(s).isNotNull();
            assertThat(s.conditions).filteredOn(c -> "Ready".equals(c.getType())).singleElement().satisfies(c -> {
                assertThat(c.getStatus() + " " + c.getReason() + " " + c.getMessage()).startsWith(status + " " + reason).contains(words);
            });
        }));
        return analysis().getStatus();
    }

    private void evaluation(int retries) {
        apply("""
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnEvaluationDefinition
                metadata: {name: healthy}
                spec:
                  retries: %d
                  retryInterval: 1s
                  objectives:
                  - analysisRef: {name: slo, recent: 5m, args: {nodename: worker-1}}
                  - {keptnMetricRef: {name: load}, evaluationTarget: "<2"}
                """.formatted(retries), Manifests.metric("load"));
        measure("load", "1");
    }

    private KeptnEvaluation evaluated(String state) {
        eventually(() -> assertThat(client.resources(KeptnEvaluation.class).inNamespace(namespace).list().getItems()).singleElement()
                .satisfies(e -> assertThat(e.getStatus()).isNotNull().satisfies(s -> assertThat(s.overallStatus).isEqualTo(state))));
        return client.resources(KeptnEvaluation.class).inNamespace(namespace).list().getItems().get(0);
    }

    private List<Analysis> analyses() {
        return client.resources(Analysis.class).inNamespace(namespace).list().getItems();
    }

    @Test
    void anAnalysisIsAnObjectiveOfAnEvaluationAndLetsPodsGo() {
        values.put("cpu{node=\"worker-1\",app=\"web\"}", "7");
        apply(provider("prometheus", "prometheus", prometheus), template("cpu", "prometheus", "cpu{node=\"{{ .nodename }}\",app=\"{{ .appName }}\"}"), definition(objective("cpu", 1, "")));
        evaluation(3);
        apply(Manifests.deployment("web", "1.0", "pre-deployment-evaluations", "healthy"));

        runs("web", "1.0");

        KeptnEvaluation evaluation = evaluated("Succeeded");
        assertThat(evaluation.getStatus().objectives).extracting(o -> o.metric + " " + o.target + " " + o.value + " " + o.status).containsExactly("slo pass 50 Succeeded", "load <2 1 Succeeded");
        assertThat(evaluation.getStatus().objectives.get(0).message).isEqualTo("Analysis " + evaluation.getMetadata().getName() + "-0-1 passed with a warning, with 50 % of its score");
        assertThat(evaluation.getStatus().objectives.get(0).fetchedTime).isNotNull();
        assertThat(analyses()).singleElement().satisfies(a -> {
            assertThat(a.getMetadata().getName()).isEqualTo(evaluation.getMetadata().getName() + "-0-1");
            assertThat(a.getMetadata().getOwnerReferences()).singleElement().satisfies(o -> assertThat(o.getUid()).isEqualTo(evaluation.getMetadata().getUid()));
        });
    }

    @Test
    void eachAttemptThatFailsIsAnAnalysisOfItsOwnAndWhatWasMetIsNotAskedAgain() {
        values.put("cpu{node=\"worker-1\"}", "11");
        apply(provider("prometheus", "prometheus", prometheus), template("cpu", "prometheus", "cpu{node=\"{{ .nodename }}\"}"), definition(objective("cpu", 1, "")));
        evaluation(3);
        apply(Manifests.deployment("web", "1.0", "pre-deployment-evaluations", "healthy"));
        KeptnEvaluation failed = evaluated("Failed");

        assertThat(failed.getStatus().retryCount).isEqualTo(3);
        assertThat(failed.getStatus().attempts).hasSize(3).allSatisfy(a -> assertThat(a.objectives.get(0).message).contains(" did not pass, with 0 % of its score"));
        assertThat(analyses()).extracting(a -> a.getMetadata().getName()).containsExactlyInAnyOrder(failed.getMetadata().getName() + "-0-1", failed.getMetadata().getName() + "-0-2",
                failed.getMetadata().getName() + "-0-3");
        held("web", "1.0");
    }

    @Test
    void aDefinitionThatComesLateIsWaitedForAlsoAcrossARestart() {
        values.put("cpu", "1");
        apply(provider("prometheus", "prometheus", prometheus), template("cpu", "prometheus", "cpu"));
        evaluation(1);
        apply(Manifests.deployment("web", "1.0", "pre-deployment-evaluations", "healthy"));
        eventually(() -> assertThat(evaluated("Progressing").getStatus().objectives).extracting(o -> o.status).containsExactly("Progressing", "Succeeded"));
        assertThat(evaluated("Progressing").getStatus().retryCount).isZero();
        held("web", "1.0");
        plane.stopRuntime();
        plane.start(SETTINGS);
        apply(definition(objective("cpu", 1, "")));

        runs("web", "1.0");

        assertThat(evaluated("Succeeded").getStatus().retryCount).isEqualTo(1);
        assertThat(analyses()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{analysisRef: {name: slo, recent: 5m}, evaluationTarget: '<2'} | one with analysisRef must have none",
        "{keptnMetricRef: {name: load}} | an objective with keptnMetricRef needs evaluationTarget",
        "{keptnMetricRef: {name: load}, evaluationTarget: '<2', analysisRef: {name: slo, recent: 5m}} | either keptnMetricRef or analysisRef",
        "{analysisRef: {name: slo, recent: soon}} | analysisRef.recent must be a number with a unit",
        "{analysisRef: {name: slo, recent: 0s}} | analysisRef.recent must be longer than 0"})
    void wrongObjectivesAreRefused(String objective, String words) {
        assertThat(plane.kubectlRefused("apiVersion: lifecycle.keptn.sh/v1\nkind: KeptnEvaluationDefinition\nmetadata: {name: wrong}\nspec: {objectives: [" + objective + "]}\n", "apply", "-n", namespace,
                "-f", "-")).contains(words);
    }

    private static JsonNode json(String raw) throws Exception {
        return new ObjectMapper().readTree(raw);
    }

    @Test
    void twoAndAHalfAndOneOfFourPass() throws Exception {
        values.put("cpu{node=\"worker-1\"}", "1");
        values.put("errors", "7");
        values.put("latency", "10");
        apply(provider("prometheus", "prometheus", prometheus), template("cpu", "prometheus", "cpu{node=\"{{ .nodename }}\"}"), template("errors", "prometheus", "errors"),
                template("latency", "prometheus", "latency"), definition(objective("cpu", 2, ", keyObjective: true"), objective("errors", 1, ""),
                        "{analysisValueTemplateRef: {name: latency}, target: {failure: {notInRange: {lowBound: 500m, highBound: \"10\"}}}, weight: 1}"));

        apply(analysis("{from: 2026-01-02T03:00:00Z, to: 2026-01-02T04:00:00Z}", "{nodename: worker-1}"));

        AnalysisStatus status = ready("True", "Passed", "scored 3.5 of 4, 87.5 %; pass from 87 %");
        assertThat(status.state).isEqualTo("Completed");
        assertThat(status.pass).isTrue();
        assertThat(status.warning).isNull();
        assertThat(status.storedValues).isEmpty();
        assertThat(json(status.raw).at("/totalScore").decimalValue()).isEqualByComparingTo("3.5");
        assertThat(json(status.raw).at("/maximumScore").decimalValue()).isEqualByComparingTo("4");
        assertThat(json(status.raw).at("/objectiveResults").findValues("score")).extracting(JsonNode::decimalValue).usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal("2"), new BigDecimal("0.5"), new BigDecimal("1"));
        assertThat(json(status.raw).at("/objectiveResults/0/query").asText()).isEqualTo("cpu{node=\"worker-1\"}");
        assertThat(json(status.raw).at("/objectiveResults/2/objective/target/failure/notInRange/highBound").asText()).isEqualTo("10");
        assertThat(prometheus.asked()).hasSize(3).allSatisfy(asked -> {
            assertThat(asked.form().get("start")).containsExactly(Long.toString(Instant.parse("2026-01-02T03:00:00Z").getEpochSecond()));
            assertThat(asked.form().get("end")).containsExactly(Long.toString(Instant.parse("2026-01-02T04:00:00Z").getEpochSecond()));
        });
        assertThat(plane.kubectl("", "wait", "analysis", "run", "-n", namespace, "--for=condition=Ready", "--timeout=10s")).contains("condition met");
    }

    @Test
    void keyObjectiveThatFailsAndAnswersThatAreNoNumbersFailIt() throws Exception {
        values.put("cpu", "11");
        values.put("errors", "NaN");
        values.put("latency", "1");
        apply(provider("prometheus", "prometheus", prometheus), template("cpu", "prometheus", "cpu"), template("errors", "prometheus", "errors"), template("latency", "prometheus", "latency"),
                definition(objective("cpu", 0, ", keyObjective: true"), objective("errors", 1, ""), objective("latency", 1000, "")), analysis("{recent: 5m}", "{}"));

        AnalysisStatus status = ready("False", "Failed", "key objectives that failed: cpu");

        assertThat(status.pass).isNull();
        assertThat(json(status.raw).at("/objectiveResults/1/error").asText()).isEqualTo("the answer 'NaN' is not a number");
        assertThat(json(status.raw).at("/totalScore").asInt()).isEqualTo(1000);
        assertThat(status.conditions).extracting(Condition::getType).contains("Stalled");
    }

    @Test
    void providerThatIsAwayIsWaitedForAndTheOtherIsNotAskedAgain() {
        values.put("cpu", "1");
        values.put("errors", "2");
        thanos.answers(503, "");
        apply(provider("prometheus", "prometheus", prometheus), provider("thanos", "thanos", thanos), template("cpu", "prometheus", "cpu"), template("errors", "thanos", "errors"),
                definition(objective("cpu", 1, ""), objective("errors", 1, "")), analysis("{recent: 5m}", "{}"));

        AnalysisStatus waiting = ready("False", "ValueMissing", "AnalysisValueTemplate errors: ");
        assertThat(waiting.state).isEqualTo("Progressing");
        assertThat(waiting.storedValues.get("cpu").value).isEqualTo("1");
        assertThat(waiting.storedValues.get("errors").errMsg).contains("503");
        assertThat(waiting.conditions).extracting(Condition::getType).containsExactlyInAnyOrder("Ready", "Reconciling");
        thanos.answers(this::range);

        assertThat(ready("True", "Passed", "scored 2 of 2, 100 %").storedValues).isEmpty();
        assertThat(prometheus.asked()).hasSize(1);
        assertThat(thanos.last().form().get("end")).as("the time range stays").isEqualTo(thanos.asked().get(0).form().get("end"));
    }

    @Test
    void whatIsMissingIsNamedAndItGoesOnByItselfWhenItComes() {
        values.put("cpu worker-1", "1");
        apply(analysis("{recent: 5m}", "{}"));
        ready("False", "DefinitionNotFound", "AnalysisDefinition slo exists neither in namespace " + namespace + " nor in dromon-system; create it");
        apply(definition(objective("cpu", 1, "")));
        ready("False", "TemplateNotFound", "AnalysisValueTemplate cpu does not exist in namespace " + namespace);
        apply(template("cpu", "prometheus", "cpu {{.nodename}}"));
        ready("False", "ArgumentMissing", "AnalysisValueTemplate cpu needs the argument 'nodename', which spec.args of this Analysis does not have");
        assertThat(analysis().getStatus().conditions).extracting(Condition::getType).contains("Stalled");
        apply(analysis("{recent: 5m}", "{nodename: worker-1}"));
        ready("False", "ProviderNotFound", "KeptnMetricsProvider prometheus exists neither in namespace");
        assertThat(analysis().getStatus().state).isEmpty();
        assertThat(prometheus.asked()).isEmpty();

        apply(provider("prometheus", "prometheus", prometheus));

        ready("True", "Passed", "");
    }

    @Test
    void runtimeThatStopsInBetweenGoesOnAndTheVerdictStays() {
        values.put("cpu", "1");
        values.put("errors", "7");
        thanos.hang(true);
        apply(provider("prometheus", "prometheus", prometheus), provider("thanos", "thanos", thanos), template("cpu", "prometheus", "cpu"), template("errors", "thanos", "errors"),
                definition(objective("cpu", 1, ""), objective("errors", 1, "")), analysis("{recent: 5m}", "{}"));
        eventually(() -> assertThat(thanos.asked()).hasSize(1));
        String begun = analysis().getStatus().timeframe.to;
        String refused = plane.kubectlRefused(analysis("{recent: 6m}", "{}"), "apply", "-n", namespace, "--server-side", "--force-conflicts", "-f", "-");
        assertThat(refused).contains("an Analysis that has begun cannot be changed");

        plane.stopRuntime();
        thanos.hang(false);
        plane.start(SETTINGS);

        AnalysisStatus verdict = ready("True", "PassedWithWarning", "scored 1.5 of 2, 75 %");
        assertThat(verdict.timeframe.to).isEqualTo(begun);
        assertThat(verdict.warning).isTrue();
        String version = analysis().getMetadata().getResourceVersion();
        apply(definition(objective("cpu", 1, "")), template("errors", "thanos", "other"));
        plane.stopRuntime();
        plane.start(SETTINGS);
        values.put("second", "1");
        apply(template("cpu", "prometheus", "second"), analysis("{recent: 5m}", "{}").replace("name: run", "name: second"));
        eventually(() -> assertThat(client.resources(Analysis.class).inNamespace(namespace).withName("second").get().getStatus()).isNotNull().extracting(s -> s.state).isEqualTo("Completed"));
        assertThat(analysis().getMetadata().getResourceVersion()).isEqualTo(version);
        assertThat(plane.kubectlRefused("", "patch", "analysis", "run", "-n", namespace, "--subresource=status", "--type=merge", "-p", "{\"status\":{\"pass\":true}}"))
                .contains("the verdict of a completed Analysis cannot be changed");
    }

    static Stream<Arguments> wrong() {
        String score = "totalScore: {passPercentage: 90, warningPercentage: 75}";
        String reference = "{analysisValueTemplateRef: {name: a}";
        return Stream.of(Arguments.of("no objectives", "AnalysisDefinition", "{" + score + ", objectives: []}", "spec.objectives"),
                Arguments.of("no template", "AnalysisDefinition", "{" + score + ", objectives: [{weight: 1}]}", "analysisValueTemplateRef"),
                Arguments.of("no score", "AnalysisDefinition", "{objectives: [" + reference + "}]}", "spec.totalScore"),
                Arguments.of("a warning as high as pass", "AnalysisDefinition", "{totalScore: {passPercentage: 75, warningPercentage: 75}, objectives: [" + reference + "}]}",
                        "totalScore.warningPercentage must be less than passPercentage"),
                Arguments.of("more than 100 %", "AnalysisDefinition", "{totalScore: {passPercentage: 101, warningPercentage: 75}, objectives: [" + reference + "}]}", "passPercentage"),
                Arguments.of("a negative weight", "AnalysisDefinition", "{" + score + ", objectives: [" + reference + ", weight: -1}]}", "weight"),
                Arguments.of("no criterion", "AnalysisDefinition", "{" + score + ", objectives: [" + reference + ", target: {failure: {}}}]}", "a criterion must have exactly one of lessThanOrEqual"),
                Arguments.of("two criteria", "AnalysisDefinition", "{" + score + ", objectives: [" + reference + ", target: {warning: {lessThan: {fixedValue: 1}, equalTo: {fixedValue: 1}}}}]}",
                        "a criterion must have exactly one of lessThanOrEqual"),
                Arguments.of("no quantity", "AnalysisDefinition", "{" + score + ", objectives: [" + reference + ", target: {failure: {lessThan: {fixedValue: many}}}}]}",
                        "fixedValue must be a number or a Kubernetes quantity, for example 600, 0.5 in quotes or 500m; found 'many'"),
                Arguments.of("bounds the wrong way round", "AnalysisDefinition", "{" + score + ", objectives: [" + reference + ", target: {failure: {inRange: {lowBound: 2, highBound: 500m}}}}]}",
                        "inRange.lowBound must be less than highBound; found 2 and 500m"),
                Arguments.of("a key that cannot fail", "AnalysisDefinition", "{" + score + ", objectives: [" + reference + ", keyObjective: true}]}", "a key objective must have a target"),
                Arguments.of("a condition in a query", "AnalysisValueTemplate", "{provider: {name: a}, query: 'x {{ if .a }}'}", "query may have placeholders of the form {{.name}} only"),
                Arguments.of("a pipe in a query", "AnalysisValueTemplate", "{provider: {name: a}, query: '{{ .a | lower }}'}", "query may have placeholders of the form {{.name}} only"),
                Arguments.of("a placeholder that does not end", "AnalysisValueTemplate", "{provider: {name: a}, query: '{{ .a '}", "query may have placeholders of the form {{.name}} only"),
                Arguments.of("no provider", "AnalysisValueTemplate", "{query: up}", "spec.provider"),
                Arguments.of("no time", "Analysis", "{timeframe: {}, analysisDefinition: {name: a}}", "timeframe must have either from and to, or recent"),
                Arguments.of("two times", "Analysis", "{timeframe: {from: 2026-01-01T00:00:00Z, to: 2026-01-01T01:00:00Z, recent: 5m}, analysisDefinition: {name: a}}",
                        "timeframe must have either from and to, or recent"),
                Arguments.of("an end alone", "Analysis", "{timeframe: {to: 2026-01-01T01:00:00Z}, analysisDefinition: {name: a}}", "timeframe must have either from and to, or recent"),
                Arguments.of("an end before the beginning", "Analysis", "{timeframe: {from: 2026-01-01T02:00:00Z, to: 2026-01-01T01:00:00Z}, analysisDefinition: {name: a}}",
                        "timeframe.to must be later than from"),
                Arguments.of("no length", "Analysis", "{timeframe: {recent: 0s}, analysisDefinition: {name: a}}", "timeframe.recent must be longer than 0"),
                Arguments.of("no duration", "Analysis", "{timeframe: {recent: 5 minutes}, analysisDefinition: {name: a}}", "timeframe.recent must be a number with a unit"),
                Arguments.of("no definition", "Analysis", "{timeframe: {recent: 5m}}", "spec.analysisDefinition"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void wrongManifestsAreRefusedWithASentence(String what, String kind, String spec, String words) {
        String said = plane.kubectlRefused("apiVersion: metrics.keptn.sh/v1\nkind: " + kind + "\nmetadata: {name: wrong}\nspec: " + spec + "\n", "apply", "-n", namespace, "-f", "-");

        assertThat(said).as(what).contains(words);
    }

    @Test
    void zeroRecentBesideFromAndToIsTakenAsKeptnWritesIt() {
        apply(analysis("{from: 2026-01-01T00:00:00Z, to: 2026-01-01T01:00:00Z, recent: 0s}", "{}"));

        assertThat(ready("False", "DefinitionNotFound", "").timeframe.to).isEqualTo("2026-01-01T01:00:00Z");
    }

    @Test
    void fiftyObjectivesAreAskedOnceEach() {
        List<String> objectives = Stream.iterate(1, i -> i + 1).limit(50).map(i -> objective("t" + i, 1, "")).toList();
        Stream.iterate(1, i -> i + 1).limit(50).forEach(i -> {
            values.put("q" + i, "1");
            apply(template("t" + i, "prometheus", "q" + i));
        });

        apply(provider("prometheus", "prometheus", prometheus), definition(objectives.toArray(String[]::new)), analysis("{recent: 5m}", "{}"));

        ready("True", "Passed", "scored 50 of 50, 100 %");
        assertThat(prometheus.asked()).hasSize(50);
    }
}
