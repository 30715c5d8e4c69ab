package dev.dromon.gather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnTaskDefinition;
import dev.dromon.model.Blocker;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FunctionReaderTest {

    private final KubernetesSerialization yaml = new KubernetesSerialization();
    private final Map<String, KeptnTaskDefinition> definitions = new LinkedHashMap<>();

    @Test
    void codeThatIsThereIsTaken() {
        define("own", "shop", "deno: {inline: {code: a()}, cmdParameters: -q, parameters: {map: {a: '1'}}}");

        TaskCode code = read("own").code().orElseThrow();

        assertThat(code.deno()).isTrue();
        assertThat(code.text()).contains("a()");
        assertThat(code.namespace()).isEqualTo("shop");
        assertThat(code.runtime().parameters.map).containsExactly(Map.entry("a", "1"));
        assertThat(code.runtime().cmdParameters).isEqualTo("-q");
    }

    @Test
    void codeAndWhatRunsItComeFromTheReferencedDefinitionAcrossRuntimes() {
        define("child", "shop", "python: {functionRef: {name: parent}}");
        define("parent", "dromon-system", "deno: {configMapRef: {name: scripts}}");

        TaskPlan plan = read("child");

        assertThat(plan.definition()).contains(definitions.get("child"));
        TaskCode code = plan.code().orElseThrow();
        assertThat(code.deno()).isTrue();
        assertThat(code.configMap()).contains("scripts");
        assertThat(code.namespace()).as("where the definition with the code is").isEqualTo("dromon-system");
        assertThat(code.text()).isEmpty();
    }

    @Test
    void ownParametersWinPerKeyAndTheSecretAndTheWordsAsAWhole() {
        define("child", "shop", "deno: {functionRef: {name: parent}, parameters: {map: {a: child, b: child}}, secureParameters: {secret: child}, cmdParameters: child}");
        define("parent", "shop", "deno: {httpRef: {url: 'https://example.org/x.ts'}, parameters: {map: {b: parent, c: parent}}, secureParameters: {secret: parent}, cmdParameters: parent}");

        TaskCode code = read("child").code().orElseThrow();

        assertThat(code.runtime().parameters.map).containsOnly(Map.entry("a", "child"), Map.entry("b", "child"), Map.entry("c", "parent"));
        assertThat(code.runtime().secureParameters.secret).isEqualTo("child");
        assertThat(code.runtime().cmdParameters).isEqualTo("child");
        assertThat(code.url()).contains("https://example.org/x.ts");
    }

    @Test
    void whatADefinitionDoesNotSayIsTakenFromTheNextOneOnTheWay() {
        define("child", "shop", "deno: {functionRef: {name: middle}, secureParameters: {secret: ''}}");
        define("middle", "shop", "deno: {functionRef: {name: parent}, secureParameters: {secret: middle}, parameters: {map: {a: middle}}}");
        define("parent", "shop", "deno: {inline: {code: x}, secureParameters: {secret: parent}, cmdParameters: parent, parameters: {map: {a: parent}}}");

        TaskCode code = read("child").code().orElseThrow();

        assertThat(code.text()).contains("x");
        assertThat(code.runtime().secureParameters.secret).isEqualTo("middle");
        assertThat(code.runtime().cmdParameters).isEqualTo("parent");
        assertThat(code.runtime().parameters.map).containsExactly(Map.entry("a", "middle"));
    }

    @Test
    void theDefinitionsThemselvesStayAsTheyAre() {
        define("child", "shop", "deno: {functionRef: {name: parent}, parameters: {map: {a: child}}}");
        define("parent", "shop", "deno: {inline: {code: x}, parameters: {map: {b: parent}}}");
        String before = yaml.asYaml(definitions);

        read("child");

        assertThat(yaml.asYaml(definitions)).isEqualTo(before);
    }

    @Test
    void aCycleIsNamed() {
        define("a", "shop", "deno: {functionRef: {name: b}}");
        define("b", "shop", "deno: {functionRef: {name: c}}");
        define("c", "shop", "python: {functionRef: {name: b}}");

        assertThat(problem("a")).isEqualTo(Blocker.stuck("FunctionReferenceCycle",
                "expected functionRef to lead to code, found that it goes round: a -> b -> c -> b; give one of these KeptnTaskDefinitions code of its own"));
    }

    @Test
    void aDefinitionThatRefersToItselfIsACycle() {
        define("a", "shop", "deno: {functionRef: {name: a}}");

        assertThat(problem("a").message()).contains("a -> a;");
    }

    @Test
    void aReferencedDefinitionThatIsMissingIsNamed() {
        define("a", "shop", "deno: {functionRef: {name: nowhere}}");

        assertThat(problem("a")).isEqualTo(Blocker.stuck("DefinitionNotFound",
                "KeptnTaskDefinition a takes its code by functionRef from nowhere, which exists neither in namespace shop nor in dromon-system; create it or correct the name"));
    }

    @Test
    void aContainerHasNoCodeForOthers() {
        define("a", "shop", "deno: {functionRef: {name: b}}");
        define("b", "shop", "container: {name: b, image: busybox}");

        assertThat(problem("a")).isEqualTo(Blocker.stuck("TaskDefinitionInvalid", "KeptnTaskDefinition b (by functionRef: a -> b): expected spec.deno or spec.python, "
                + "for others to use its code by functionRef, found neither; correct the definition"));
    }

    @Test
    void sourcesThatAreEmptyAreNone() {
        define("a", "shop", "python: {inline: {code: ''}, httpRef: {url: ''}, configMapRef: {name: ''}, functionRef: {name: ''}}");
        define("b", "shop", "python: {inline: {code: ''}, httpRef: {url: 'https://example.org/x.py'}}");

        assertThat(problem("a").message()).isEqualTo("KeptnTaskDefinition a: expected code in inline, httpRef, configMapRef or functionRef, found none; correct the definition");
        assertThat(read("b").code().orElseThrow().text()).isEmpty();
        assertThat(read("b").code().orElseThrow().url()).contains("https://example.org/x.py");
    }

    private void define(String name, String namespace, String spec) {
        definitions.put(name, yaml.unmarshal("apiVersion: lifecycle.keptn.sh/v1\nkind: KeptnTaskDefinition\nmetadata: {name: " + name + ", namespace: " + namespace + "}\nspec:\n" + spec.indent(2),
                KeptnTaskDefinition.class));
    }

    private TaskPlan read(String name) {
        return new FunctionReader(n -> Optional.ofNullable(definitions.get(n)), "shop nor in dromon-system").read(definitions.get(name));
    }

    private Blocker problem(String name) {
        return read(name).problem().orElseThrow();
    }
}
