package dev.dromon.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read is what is written, with the serialization that the Kubernetes client uses. */
class RoundTripTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final KubernetesSerialization serialization = new KubernetesSerialization();
    private final ObjectMapper plain = new ObjectMapper();

    static Stream<Class<?>> types() {
        return CrdFiles.types().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void objectWithEveryFieldAndUnknownOnesComesBackUnchanged(Class<? extends HasMetadata> type) throws IOException {
        JsonNode object = sample(CrdFiles.of(type));

        JsonNode back = plain.readTree(serialization.asJson(serialization.unmarshal(object.toString(), type)));

        assertThat(back).isEqualTo(object);
    }

    @Test
    void unknownFieldsAreKeptAtEveryDepth() throws IOException {
        String object = """
            {"apiVersion": "lifecycle.keptn.sh/v1", "kind": "KeptnApp", "metadata": {"name": "shop"},
             "spec": {"version": "1", "tier": {"level": 0, "tags": []}, "workloads": [{"name": "cart", "version": "2", "weight": null}]},
             "status": {"currentVersion": "1", "since": false}}""";

        JsonNode back = plain.readTree(serialization.asJson(serialization.unmarshal(object, KeptnApp.class)));

        assertThat(back).isEqualTo(plain.readTree(object));
    }

    @Test
    void taskContextWritesItsSixStringsAlsoWhenEmpty() throws IOException {
        assertThat(plain.readTree(serialization.asJson(new TaskContext()))).isEqualTo(plain.readTree("""
            {"workloadName": "", "appName": "", "appVersion": "", "workloadVersion": "", "taskType": "", "objectType": ""}"""));
    }

    @Test
    void requiredFieldsOfAnEvaluationAreWrittenAlsoWhenEmpty() throws IOException {
        assertThat(plain.readTree(serialization.asJson(new KeptnEvaluationSpec()))).isEqualTo(plain.readTree("{\"workloadVersion\": \"\"}"));
        assertThat(plain.readTree(serialization.asJson(new KeptnEvaluationStatus()))).isEqualTo(plain.readTree("""
            {"retryCount": 0, "evaluationStatus": {}, "overallStatus": "Pending"}"""));
        assertThat(plain.readTree(serialization.asJson(new KeptnEvaluationDefinitionSpec()))).isEqualTo(plain.readTree("{\"objectives\": []}"));
        assertThat(plain.readTree(serialization.asJson(new IntervalResult()))).isEqualTo(plain.readTree("{\"value\": \"\"}"));
    }

    @Test
    void emptyListsMapsAndStringsAreLeftOut() {
        var spec = new KeptnAppContextSpec();
        spec.spanLinks.clear();

        assertThat(serialization.asJson(spec)).isEqualTo("{}");
    }

    @Test
    void rolloutDropsWhatNobodyReads() {
        String rollout = """
            {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "metadata": {"name": "cart"},
             "spec": {"replicas": 0, "strategy": {"canary": {}}, "template": {"metadata": {}}},
             "status": {"phase": "Healthy", "observedGeneration": "7", "HPAReplicas": 3}}""";

        Rollout read = serialization.unmarshal(rollout, Rollout.class);

        assertThat(read.getSpec().replicas).isZero();
        assertThat(read.getStatus().observedGeneration).isEqualTo("7");
        assertThat(serialization.asJson(read)).doesNotContain("strategy", "template", "HPAReplicas");
    }

    private static JsonNode sample(CustomResourceDefinition crd) {
        var names = crd.getSpec().getNames();
        ObjectNode object = NODES.objectNode();
        object.put("apiVersion", crd.getSpec().getGroup() + "/" + CrdFiles.version(crd).getName());
        object.put("kind", names.getKind());
        object.putObject("metadata").put("name", "sample");
        Stream.of("spec", "status").filter(CrdFiles.schema(crd).getProperties()::containsKey)
            .forEach(part -> object.set(part, sample(CrdFiles.schema(crd).getProperties().get(part))));
        return object;
    }

    /** A value with every field set; numbers 0 and booleans false, because those are the ones a serializer likes to drop. */
    private static JsonNode sample(JSONSchemaProps schema) {
        if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
            return NODES.numberNode(0);
        }
        return switch (schema.getType()) {
            case "string" -> NODES.textNode("text");
            case "integer" -> NODES.numberNode(0);
            case "boolean" -> NODES.booleanNode(false);
            case "array" -> NODES.arrayNode().add(sample(schema.getItems().getSchema()));
            case "object" -> schema.getAdditionalProperties() == null ? objectSample(schema)
                : NODES.objectNode().set("key", sample(schema.getAdditionalProperties().getSchema()));
            default -> throw new AssertionError("expected string, integer, boolean, array or object, found " + schema.getType());
        };
    }

    private static ObjectNode objectSample(JSONSchemaProps schema) {
        ObjectNode object = NODES.objectNode();
        schema.getProperties().forEach((name, value) -> object.set(name, sample(value)));
        object.putObject("fieldOfALaterRelease").put("kept", true);
        return object;
    }
}
