package dev.dromon.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the Java types and the CRD files in step, in both directions. */
class CrdSchemaTest {

    static Stream<Class<?>> types() {
        return CrdFiles.types().stream();
    }

    static Stream<Named<CustomResourceDefinition>> crds() {
        return CrdFiles.all().stream().map(crd -> Named.of(crd.getMetadata().getName(), crd));
    }

    @ParameterizedTest
    @MethodSource("types")
    void typeAndSchemaHaveTheSameFields(Class<?> type) {
        assertThat(SchemaComparison.differences(type, CrdFiles.of(type))).isEmpty();
    }

    @Test
    void everyCrdHasAType() {
        assertThat(CrdFiles.all().stream().map(crd -> crd.getSpec().getNames().getKind()))
            .containsExactlyInAnyOrderElementsOf(CrdFiles.types().stream().map(Class::getSimpleName).toList());
    }

    @Test
    void kustomizationListsEveryFile() throws IOException {
        Map<?, ?> kustomization = Serialization.unmarshal(Files.readString(CrdFiles.FOLDER.resolve(CrdFiles.KUSTOMIZATION)), Map.class);

        assertThat(kustomization.get("resources")).isEqualTo(CrdFiles.paths().stream().map(f -> f.getFileName().toString()).toList());
    }

    @ParameterizedTest
    @MethodSource("crds")
    void theFirstVersionIsStoredAndThatOfKeptnsUsersIsTheSameByAnotherName(CustomResourceDefinition crd) {
        List<CustomResourceDefinitionVersion> versions = crd.getSpec().getVersions();
        boolean old = Set.of("lifecycle.keptn.sh", "metrics.keptn.sh").contains(crd.getSpec().getGroup());
        assertThat(versions).hasSize(old ? 2 : 1).allMatch(CustomResourceDefinitionVersion::getServed);
        assertThat(versions).filteredOn(CustomResourceDefinitionVersion::getStorage).containsExactly(versions.get(0));
        assertThat(versions.subList(1, versions.size())).allSatisfy(version -> {
            assertThat(version.getName()).isEqualTo("v1beta1");
            assertThat(version.getDeprecationWarning()).contains(crd.getSpec().getGroup() + "/v1;", crd.getSpec().getNames().getKind());
            assertThat(version.getSchema()).isEqualTo(versions.get(0).getSchema());
            assertThat(version.getSubresources()).isEqualTo(versions.get(0).getSubresources());
            assertThat(version.getAdditionalPrinterColumns()).isEqualTo(versions.get(0).getAdditionalPrinterColumns());
        });
        assertThat(crd.getSpec().getConversion()).as("none: only the name is another").isNull();
        assertThat(crd.getMetadata().getLabels()).containsEntry("app.kubernetes.io/part-of", "dromon");
    }

    @ParameterizedTest
    @MethodSource("crds")
    void everyColumnShowsAFieldThatExists(CustomResourceDefinition crd) {
        var columns = CrdFiles.version(crd).getAdditionalPrinterColumns();

        assertThat(columns).isNotEmpty()
            .allSatisfy(column -> assertThat(resolve(CrdFiles.schema(crd), column.getJsonPath())).as(column.getJsonPath()).isTrue());
    }

    @ParameterizedTest
    @MethodSource("crds")
    void everyFieldIsDescribed(CustomResourceDefinition crd) {
        var root = CrdFiles.schema(crd);

        assertThat(root.getDescription()).isNotBlank();
        assertThat(Stream.of("spec", "status").filter(root.getProperties()::containsKey)
            .flatMap(name -> undescribed(name, root.getProperties().get(name)))).isEmpty();
    }

    private static boolean resolve(JSONSchemaProps root, String jsonPath) {
        JSONSchemaProps at = root;
        for (String step : jsonPath.replaceAll("\\[\\?\\(.*?\\)]", "").substring(1).split("\\.")) {
            if (at == root && step.equals("metadata")) {
                return true;
            }
            at = at.getItems() == null ? at : at.getItems().getSchema();
            at = at.getProperties().get(step);
            if (at == null) {
                return false;
            }
        }
        return true;
    }

    private static Stream<String> undescribed(String path, JSONSchemaProps schema) {
        Stream<String> below = schema.getProperties().entrySet().stream().flatMap(e -> undescribed(path + "." + e.getKey(), e.getValue()));
        if (schema.getItems() != null) {
            below = schema.getItems().getSchema().getProperties().entrySet().stream().flatMap(e -> undescribed(path + "[]." + e.getKey(), e.getValue()));
        }
        return schema.getDescription() == null ? Stream.concat(Stream.of(path), below) : below;
    }

    /** The comparison itself must be able to fail, and say where. */
    @Nested
    class DoctoredSchema {

        static Stream<Arguments> changes() {
            return Stream.of(
                change("a field is missing", "spec.version: the Java type has it, the schema does not",
                    crd -> spec(crd).getProperties().remove("version")),
                change("a field is too much", "spec.colour: the schema has it, the Java type does not",
                    crd -> spec(crd).getProperties().put("colour", spec(crd).getProperties().get("version"))),
                change("another type", "spec.app: string in Java, boolean in the schema",
                    crd -> spec(crd).getProperties().get("app").setType("boolean")),
                change("a shorter number", "spec.sequence: integer/int64 in Java, integer/int32 in the schema",
                    crd -> spec(crd).getProperties().get("sequence").setFormat("int32")),
                change("a list of something else", "spec.preDeploymentTasks[]: string in Java, boolean in the schema",
                    crd -> spec(crd).getProperties().get("preDeploymentTasks").getItems().getSchema().setType("boolean")),
                change("a field of a list item is missing", "status.transitions[].phase: the Java type has it, the schema does not",
                    crd -> status(crd).getProperties().get("transitions").getItems().getSchema().getProperties().remove("phase")),
                change("a field of a Kubernetes type is missing", "status.conditions[].reason: the Java type has it, the schema does not",
                    crd -> status(crd).getProperties().get("conditions").getItems().getSchema().getProperties().remove("reason")),
                change("a map of something else", "status.phaseTraceIDs{}{}: string in Java, boolean in the schema", crd -> status(crd).getProperties()
                    .get("phaseTraceIDs").getAdditionalProperties().getSchema().getAdditionalProperties().getSchema().setType("boolean")),
                change("a map without values", "spec.metadata{}: the Java type has it, the schema does not",
                    crd -> spec(crd).getProperties().get("metadata").setAdditionalProperties(null)),
                change("a required field that does not exist", "spec.colour: the schema requires it and does not describe it",
                    crd -> spec(crd).getRequired().add("colour")),
                change("another short name", "spec.names.shortNames: [kwv] in Java, [kw] in the schema",
                    crd -> crd.getSpec().getNames().setShortNames(List.of("kw"))),
                change("another version", "spec.versions: v1 in Java, v2 in the schema", crd -> CrdFiles.version(crd).setName("v2")),
                change("no status subresource", "subresources.status: true in Java, false in the schema",
                    crd -> CrdFiles.version(crd).setSubresources(null)));
        }

        @ParameterizedTest
        @MethodSource("changes")
        void differenceIsFoundAndNamed(Consumer<CustomResourceDefinition> change, String difference) {
            var crd = CrdFiles.of(KeptnWorkloadVersion.class);

            change.accept(crd);

            assertThat(SchemaComparison.differences(KeptnWorkloadVersion.class, crd)).contains(difference);
        }

        @Test
        void columnWithoutFieldIsFound() {
            var schema = CrdFiles.schema(CrdFiles.of(KeptnTask.class));

            assertThat(resolve(schema, ".spec.context.appName")).isTrue();
            assertThat(resolve(schema, ".spec.app")).isFalse();
        }

        private static Arguments change(String what, String difference, Consumer<CustomResourceDefinition> change) {
            return Arguments.of(Named.of(what, change), difference);
        }

        private static JSONSchemaProps spec(CustomResourceDefinition crd) {
            return CrdFiles.schema(crd).getProperties().get("spec");
        }

        private static JSONSchemaProps status(CustomResourceDefinition crd) {
            return CrdFiles.schema(crd).getProperties().get("status");
        }
    }
}
