package dev.dromon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The API server would take every custom resource of the examples: fields, types, enums, patterns and bounds; not its CEL rules. */
class ExampleSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Map<String, Schema> SCHEMAS = Manifests.read(Sandbox.CRDS).stream().filter(CustomResourceDefinition.class::isInstance)
            .map(CustomResourceDefinition.class::cast).collect(Collectors.toMap(crd -> crd.getSpec().getNames().getKind(), ExampleSchemaTest::schema));

    private static Schema schema(CustomResourceDefinition crd) {
        ObjectNode schema = JSON.valueToTree(crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema());
        closed(schema);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema);
    }

    /** Kubernetes drops fields that a schema does not name; here they are problems. */
    private static void closed(JsonNode schema) {
        if (schema.path("properties").isObject() && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            ((ObjectNode) schema).put("additionalProperties", false);
        }
        schema.forEach(ExampleSchemaTest::closed);
    }

    static Stream<Arguments> customResources() throws IOException {
        try (Stream<Path> examples = Files.list(Path.of("examples"))) {
            return examples.filter(Files::isDirectory).sorted().toList().stream().flatMap(example -> Manifests.read(example).stream())
                    .filter(object -> SCHEMAS.containsKey(object.getKind())).map(object -> Arguments.of(object.getKind() + " " + object.getMetadata().getName(), object));
        }
    }

    private static List<String> problems(HasMetadata object) {
        return SCHEMAS.get(object.getKind()).validate(YAML.asJson(object), InputFormat.JSON).stream().map(Error::toString).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("customResources")
    void customResourceFitsItsSchema(String name, HasMetadata object) {
        assertThat(problems(object)).isEmpty();
    }

    @Test
    void whatDoesNotFitIsFound() {
        GenericKubernetesResource sink = (GenericKubernetesResource) Manifests.read(Path.of("examples", "kafka-consumer")).get(0);
        Map<String, Object> kafka = sink.get("spec", "kafka");
        kafka.put("topics", "flows");
        kafka.put("topic", "no topic");

        assertThat(problems(sink)).hasSize(2).anyMatch(problem -> problem.contains("topics")).anyMatch(problem -> problem.contains("pattern"));
    }
}
