package dev.dromon.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.app.Dromon;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference is complete: fields of custom resources, defaults, blockers. */
class ReferenceTest {

    private static final Path KINDS = Path.of("docs", "reference", "crds.md");
    private static final Path SETTINGS = Path.of("docs", "reference", "settings.md");
    private static final Path CONCEPTS = Path.of("docs", "concepts.md");
    /** Sections that several kinds share; a kind has what they say when its own section links to them. */
    private static final List<String> SHARED = List.of("Lists of checks", "Status of both versions");
    private static final Pattern BLOCKER = Pattern.compile("Blocker\\.(?:stuck|waiting)\\(\"([A-Za-z]+)\"|\"([A-Za-z]+(?:Refused|Suspended))\"");

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void everyFieldOfAKindIsInItsSection(String kind, CustomResourceDefinition definition) {
        Map<String, String> sections = Pages.sections(KINDS);
        String own = sections.getOrDefault(kind, "");
        String text = own + SHARED.stream().filter(shared -> own.contains("(#" + Pages.anchor(shared) + ")")).map(sections::get).collect(Collectors.joining());

        assertThat(fields(definition)).allSatisfy(field -> assertThat(text).as("section %s", kind).containsPattern("[`.]" + field + "[`.]"));
    }

    static Stream<Arguments> kinds() {
        return Pages.files(Path.of("kustomize", "base", "crds"), 1).filter(file -> !file.endsWith("kustomization.yaml")).sorted()
                .map(file -> new KubernetesSerialization().unmarshal(Pages.read(file), CustomResourceDefinition.class))
                .map(definition -> Arguments.of(definition.getSpec().getNames().getKind(), definition));
    }

    private static Set<String> fields(CustomResourceDefinition definition) {
        Map<String, JSONSchemaProps> top = definition.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema().getProperties();
        return Stream.of("spec", "status").map(top::get).filter(part -> part != null && part.getProperties() != null).flatMap(part -> part.getProperties().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theDefaultOfEverySettingIsTheOneInTheFile() {
        Properties defaults = Dromon.defaults();
        Map<String, String> documented = Pages.read(SETTINGS).lines().filter(line -> line.startsWith("| `dromon.")).map(line -> line.split("\\|"))
                .collect(Collectors.toMap(cells -> bare(cells[1]), cells -> bare(cells[3])));

        assertThat(documented).hasSizeGreaterThan(10).allSatisfy((key, value) -> assertThat(value.equals("empty") ? "" : value).as(key).isEqualTo(defaults.getProperty(key)));
    }

    private static String bare(String cell) {
        return cell.replace("`", "").trim();
    }

    @Test
    void everyBlockerInTheCodeIsInTheTableAndTheTableNamesNoOther() {
        Set<String> inCode = Pages.files(Path.of("processors"), 9).flatMap(file -> BLOCKER.matcher(Pages.read(file)).results())
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1)).collect(Collectors.toCollection(TreeSet::new));
        Set<String> inTable = Pages.sections(CONCEPTS).get("Blockers").lines().filter(line -> line.startsWith("| ") && !line.startsWith("| Reason"))
                .flatMap(line -> Stream.of(line.split("\\|")[1].trim().split(", "))).collect(Collectors.toCollection(TreeSet::new));

        assertThat(inCode).hasSizeGreaterThan(8);
        assertThat(inTable).isEqualTo(inCode);
    }
}
