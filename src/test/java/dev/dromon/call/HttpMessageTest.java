package dev.dromon.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dromon.api.HttpTaskSpec;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskSpec;
import dev.dromon.api.TaskContext;
import dev.dromon.api.TaskParameters;
import dev.dromon.call.Placeholders.UnusableRequest;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What placeholders become, and what values cannot do. */
class HttpMessageTest {

    private static KeptnTask task(Map<String, String> parameters) {
        KeptnTask task = new KeptnTask();
        task.setMetadata(new ObjectMetaBuilder().withName("pre-ask-1").withNamespace("shop").build());
        task.setSpec(new KeptnTaskSpec());
        task.getSpec().context = new TaskContext();
        task.getSpec().context.appName = "web";
        task.getSpec().context.workloadVersion = "1.0+b/2";
        task.getSpec().context.metadata.put("example.org/stage", "dev");
        task.getSpec().parameters = new TaskParameters();
        task.getSpec().parameters.map.putAll(parameters);
        return task;
    }

    private static HttpMessage message(HttpTaskSpec spec, String value) throws UnusableRequest {
        return HttpMessage.of(spec, Placeholders.of(task(Map.of("it", value)), spec.parameters));
    }

    private static HttpTaskSpec spec(String url) {
        HttpTaskSpec spec = new HttpTaskSpec();
        spec.url = url;
        return spec;
    }

    private static HttpTaskSpec body(String body, String type) {
        HttpTaskSpec spec = spec("http://example.org");
        spec.method = "POST";
        spec.body = body;
        if (type != null) {
            spec.headers.put("Content-Type", type);
        }
        return spec;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "http://example.org | x | http://example.org",
        "http://example.org/{{.appName}}/{{ .task }}?n={{ .namespace }} | x | http://example.org/web/pre-ask-1?n=shop",
        "http://example.org/{{ .workloadVersion }} | x | http://example.org/1.0%2Bb%2F2",
        "http://example.org/{{ .appVersion }}/x | x | http://example.org//x",
        "http://example.org/{{ .metadata.example.org/stage }} | x | http://example.org/dev",
        "http://example.org?it={{ .parameters.it }} | a&b=c d#*~ä | http://example.org?it=a%26b%3Dc%20d%23%2A~%C3%A4",
        "http://example.org/{{ .parameters.it }}/x | a/../b?c | http://example.org/a%2F..%2Fb%3Fc/x",
        "http://example.org/{{ .parameters.it }} | {{ .appName }} | http://example.org/%7B%7B%20.appName%20%7D%7D"})
    void aValueStaysWhereItsPlaceholderIsInTheAddress(String url, String value, String expected) throws UnusableRequest {
        assertThat(message(spec(url), value).url()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "http://{{ .parameters.it }}/x | evil.example.org | only in its path and query",
        "http://example.org:{{ .parameters.it }}/ | 22 | only in its path and query",
        "{{ .parameters.it }} | http://evil.example.org/ | only in its path and query",
        "http://example.org/{{ .parameters.it }}/x | .. | no segment . or ..",
        "http://example.org/.{{ .parameters.it }} | . | no segment . or ..",
        "http://example.org/{{ .parameters.other }} | x | found {{ .parameters.other }}; these do: .appName",
        "http://example.org/{{ .secrets }} | x | found {{ .secrets }}",
        "http://example.org/{{ bean:it }} | x | found {{ bean:it }}",
        "http://example.org/{{}} | x | found {{}}"})
    void whatMakesNoAddressIsNamed(String url, String value, String sentence) {
        assertThatThrownBy(() -> message(spec(url), value)).isInstanceOf(UnusableRequest.class).hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"it\": \"<{{ .parameters.it }}>\", \"n\": 1.10} | | a\",\"admin\":\"true\\ | {\"it\": \"<a\\\",\\\"admin\\\":\\\"true\\\\>\", \"n\": 1.10}",
        "[\"{{ .appName }}\"] | application/vnd.x+json; charset=utf-8 | x | [\"web\"]",
        "a={{ .parameters.it }}&b=1 | application/x-www-form-urlencoded | 1&b=2 | a=1%26b%3D2&b=1",
        "it is {{ .parameters.it }} | text/plain | <&\"> | it is <&\">"})
    void aValueStaysWhereItsPlaceholderIsInTheBody(String body, String type, String value, String expected) throws UnusableRequest {
        HttpMessage message = message(body(body, type), value);

        assertThat(new String(message.body().orElseThrow(), StandardCharsets.UTF_8)).isEqualTo(expected);
        assertThat(message.headers()).containsEntry("content-type", type == null ? "application/json" : type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"count\": {{ .parameters.it }}}", "hello", "{} {}", "`{\"a\": `"})
    void aBodyThatIsNoJsonIsNamed(String body) {
        assertThatThrownBy(() -> message(body(body, null), "1")).isInstanceOf(UnusableRequest.class).hasMessageContaining("expected JSON in spec.http.body");
    }

    @Test
    void aValueStaysInItsHeader() throws UnusableRequest {
        HttpTaskSpec spec = spec("http://example.org");
        spec.headers.put("X-It", " {{ .parameters.it }} ");

        assertThat(message(spec, "a: b").headers()).containsExactly(Map.entry("x-it", "a: b"));
        assertThatThrownBy(() -> message(spec, "a\r\nHost: evil")).isInstanceOf(UnusableRequest.class).hasMessageContaining("spec.http.headers.X-It").hasMessageNotContaining("evil");
        assertThatThrownBy(() -> message(spec, "\u20ac")).isInstanceOf(UnusableRequest.class);
    }

    @ParameterizedTest
    @CsvSource({"Host", "Idempotency-Key", "content-LENGTH", "'a b'"})
    void headersThatMakeTheRequestAreNotForDefinitions(String name) {
        HttpTaskSpec spec = spec("http://example.org");
        spec.headers.put(name, "x");

        assertThatThrownBy(() -> message(spec, "x")).isInstanceOf(UnusableRequest.class).hasMessageContaining("found " + name);
    }

    @Test
    void theParametersOfTheTaskWin() throws UnusableRequest {
        HttpTaskSpec spec = spec("http://example.org/{{ .parameters.it }}/{{ .parameters.also }}");
        spec.parameters = new TaskParameters();
        spec.parameters.map.putAll(Map.of("it", "definition", "also", "this"));

        assertThat(message(spec, "task").url()).isEqualTo("http://example.org/task/this");
    }
}
