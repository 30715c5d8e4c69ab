package dev.dromon.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromon.api.WebhookTrigger;
import dev.dromon.api.WebhookValue;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken from a body, and what is not. */
class PayloadValueTest {

    /** What the schema lets through. */
    private static final Pattern PATH = Pattern.compile(pattern());

    private static String pattern() {
        try {
            String file = Files.readString(Path.of("kustomize/base/crds/webhooktriggers.dromon.dev.yaml"));
            JSONSchemaProps object = new KubernetesSerialization().unmarshal(file, CustomResourceDefinition.class).getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
            return object.getProperties().get("spec").getProperties().get("only").getItems().getSchema().getProperties().get("jsonPath").getPattern();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode body(String json) throws WebhookRefusal {
        WebhookTrigger trigger = new WebhookTrigger();
        trigger.setMetadata(new ObjectMetaBuilder().withUid("uid").build());
        return DeliveryReader.read(Deliveries.request("t", Deliveries.bytes(json), Map.of("webhook-id", "1")), trigger, Scheme.BEARER).body();
    }

    private static String in(String path, String json) throws WebhookRefusal {
        return PayloadValue.at("parameter sha", path).in(body(json));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "$.after | {'after':'4f'} | 4f",
        "$.a.b-c._d | {'a':{'b-c':{'_d':'x'}}} | x",
        "$['a b'][0]['$.x'] | {'a b':[{'$.x':'y'}]} | y",
        "$['a.b'] | {'a.b':'c','a':{'b':'d'}} | c",
        "$['*'] | {'*':'star','a':1} | star",
        "$.list[1] | {'list':[1,2]} | 2",
        "$.n | {'n':1.10} | 1.10",
        "$.n | {'n':12345678901234567890123} | 12345678901234567890123",
        "$.n | {'n':1e999} | 1E+999",
        "$.yes | {'yes':true} | true",
        "$ | 'text' | text",
        "$.text | {'text':''} | ``"})
    void aTextANumberOrATruthValueIsTakenAsItIsWritten(String path, String json, String expected) throws WebhookRefusal {
        assertThat(in(path.strip(), json.strip().replace('\'', '"'))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "$.after | {} | nothing",
        "$.a.b | {'a':'hidden'} | nothing",
        "$.a.b | {'a':null} | nothing",
        "$.list[7] | {'list':['hidden']} | null",
        "$.a | {'a':null} | null",
        "$.a | {'a':{'hidden':1}} | object",
        "$.a | {'a':['hidden']} | array",
        "$.a | {'a':'\\ud800'} | a text that is no Unicode"})
    void anythingElseIsRefusedByTheNameOfTheParameterAndNotByItsContent(String path, String json, String found) {
        assertThatThrownBy(() -> in(path.strip(), json.strip().replace('\'', '"'))).isInstanceOf(WebhookRefusal.class)
                .hasMessageStartingWith("expected a text, number or truth value for parameter sha at $").hasMessageEndingWith("of the body, found " + found).hasMessageNotContaining("hidden").extracting(e -> ((WebhookRefusal) e).status()).isEqualTo(422);
    }

    @Test
    void aTextHasABound() throws WebhookRefusal {
        assertThat(in("$.a", "{\"a\":\"" + "ü".repeat(PayloadValue.MAX_BYTES / 2) + "\"}")).hasSize(PayloadValue.MAX_BYTES / 2);
        assertThatThrownBy(() -> in("$.a", "{\"a\":\"" + "ü".repeat(PayloadValue.MAX_BYTES / 2) + "x\"}")).isInstanceOf(WebhookRefusal.class)
                .hasMessageEndingWith("found more than 4096 bytes");
    }

    @Test
    void aFixedTextIsThatTextWhateverIsInTheBody() throws WebhookRefusal {
        WebhookValue value = new WebhookValue();
        value.value = "$.after";

        assertThat(PayloadValue.of("parameter sha", value).in(body("{\"after\":1}"))).isEqualTo("$.after");
    }

    @Test
    void aFilterWantsJustThatValue() throws WebhookRefusal {
        JsonNode body = body("{\"ref\":\"main\",\"n\":1,\"yes\":true,\"no\":null,\"list\":[\"main\"]}");

        assertThat(PayloadValue.at("only", "$.ref").is("main", body)).isTrue();
        assertThat(PayloadValue.at("only", "$.n").is("1", body)).isTrue();
        assertThat(PayloadValue.at("only", "$.yes").is("true", body)).isTrue();
        assertThat(PayloadValue.at("only", "$.ref").is("mai", body)).isFalse();
        assertThat(PayloadValue.at("only", "$.no").is("null", body)).isFalse();
        assertThat(PayloadValue.at("only", "$.list").is("", body)).isFalse();
        assertThat(PayloadValue.at("only", "$.absent").is("", body)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "$.", "$..a", "$.*", "$[*]", "$.a[?(@.b)]", "$.a[?(@.b =~ /(a+)+$/)]", "$.a.length()", "$.a[0:2]", "$.a[0,1]", "$['a','b']", "$['a", "$.a b", "$[-1]", "$[01]",
        "$.concat($.a)", "$['a\\']", "$.a\n$.b", "@.a"})
    void aPathThatIsNoneOrMayMeanSeveralPlacesIsRefusedByTheSchema(String path) {
        assertThat(PATH.matcher(path).matches()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$..a", "$.*", "$.a[?(@.b)]", "$.a[0:2]", "$["})
    void andByDromonItself(String path) {
        assertThatThrownBy(() -> PayloadValue.at("parameter sha", path)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a path to one place for parameter sha");
    }

    @Provide
    Arbitrary<String> paths() {
        Arbitrary<String> names = Arbitraries.strings().withCharRange('a', 'z').withChars("AZ09_-").ofMinLength(1).ofMaxLength(8)
                .filter(n -> n.matches("[A-Za-z_].*")).map(n -> "." + n);
        Arbitrary<String> quoted = Arbitraries.strings().withChars("ab.$@*?()[],:\" /&|=!ü").ofMinLength(1).ofMaxLength(8).map(n -> "['" + n + "']");
        Arbitrary<String> indexes = Arbitraries.integers().between(0, 999_999).map(i -> "[" + i + "]");
        return Arbitraries.oneOf(names, quoted, indexes).list().ofMaxSize(6).map(steps -> "$" + String.join("", steps));
    }

    @Property
    void whateverTheSchemaLetsThroughIsOnePlace(@ForAll("paths") String path) throws WebhookRefusal {
        assertThat(PATH.matcher(path).matches()).isTrue();

        PayloadValue value = PayloadValue.at("only", path);

        assertThat(value.is("x", body("{\"a\":[1,{\"b\":2}]}"))).isFalse();
    }
}
