package dev.dromon.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The patterns in the CRD files accept what is meant and nothing else. */
class SchemaPatternTest {

    /** Every field that holds a duration written by a user. */
    private static final Map<Class<?>, List<String>> DURATIONS = Map.of(
        KeptnTaskDefinition.class, List.of("timeout", "callback.timeout"),
        KeptnTask.class, List.of("timeout"),
        KeptnEvaluationDefinition.class, List.of("retryInterval"),
        KeptnEvaluation.class, List.of("retryInterval"),
        KeptnConfig.class, List.of("observabilityTimeout"),
        KeptnMetric.class, List.of("range.interval", "range.step"),
        Analysis.class, List.of("timeframe.recent"));

    static Stream<Named<JSONSchemaProps>> durationFields() {
        return DURATIONS.entrySet().stream().flatMap(e -> e.getValue().stream()
            .map(path -> Named.of(e.getKey().getSimpleName() + " " + path, field(e.getKey(), path))));
    }

    static Stream<Named<JSONSchemaProps>> fieldsWithRule() {
        return Stream.concat(durationFields(), Stream.of(Named.of("evaluationTarget", target())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "5m", "90s", "1h30m", "5m0s", "1.5h", "250ms", "10us", "10µs", "10μs", "1ns", "0s"})
    void durationIsAccepted(String duration) {
        assertThat(accepts(duration, field(KeptnTaskDefinition.class, "timeout"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "0abc", "x5m", "5 m", "5m ", "5d", "5min", "-5m", "1.h", ".5h", "m", "5M", "00", "5m,", "5m\n5m", "PT5M"})
    void durationIsRefused(String duration) {
        assertThat(accepts(duration, field(KeptnTaskDefinition.class, "timeout"))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("durationFields")
    void everyDurationHasTheSamePattern(JSONSchemaProps field) {
        assertThat(field.getPattern()).isEqualTo(field(KeptnTaskDefinition.class, "timeout").getPattern());
    }

    @ParameterizedTest
    @ValueSource(strings = {">1", "<1000000000000", ">=1", "<=1", "==0", "> 1", " > 1 ", ">\t1", ">-1", ">+1", ">.5", ">5.", ">0.01",
        "<=500m", "<1Gi", "<1k", "<2E", "<2E3", ">1e-3", ">1e6"})
    void targetIsAccepted(String target) {
        assertThat(accepts(target, target())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", ">", "=1", "=>1", "=<1", "> =1", "!=1", "<>1", ">one", ">NaN", ">Inf", ">1%", ">1,5", ">1 Gi", ">1KI",
        ">1K", ">1 <2", ">1;", "1<", ">--1", ">0x10", ">1e", ">1.2.3", ">."})
    void targetIsRefused(String target) {
        assertThat(accepts(target, target())).isFalse();
    }

    @ParameterizedTest
    @MethodSource("fieldsWithRule")
    void ruleWithTheSentenceChecksTheSamePattern(JSONSchemaProps field) {
        assertThat(field.getXKubernetesValidations()).isNotEmpty()
            .allSatisfy(rule -> assertThat(rule.getRule()).contains("matches(r'" + field.getPattern() + "')"))
            .allSatisfy(rule -> assertThat(rule.getMessage()).contains("must be"));
    }

    @Test
    void everyPatternIsAnchored() {
        assertThat(List.of(target(), field(KeptnTaskDefinition.class, "timeout"), field(KeptnTaskDefinition.class, "container.name")))
            .allSatisfy(field -> assertThat(field.getPattern()).startsWith("^").endsWith("$"));
    }

    private static JSONSchemaProps target() {
        return field(KeptnEvaluationDefinition.class, "objectives").getItems().getSchema().getProperties().get("evaluationTarget");
    }

    private static JSONSchemaProps field(Class<?> type, String path) {
        JSONSchemaProps at = CrdFiles.schema(CrdFiles.of(type)).getProperties().get("spec");
        for (String step : path.split("\\.")) {
            at = at.getProperties().get(step);
        }
        return at;
    }

    /** As the API server does it: the pattern may match anywhere, so it has to be anchored to mean the whole value. */
    private static boolean accepts(String value, JSONSchemaProps field) {
        return Pattern.compile(field.getPattern()).matcher(value).find();
    }
}
