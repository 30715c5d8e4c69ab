package dev.dromon.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.model.Blocker;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTemplateTest {

    private static final Map<String, String> ARGUMENTS = Map.of("nodename", "worker-1", "a.b", "dotted", "_x9", "underscore", "code", "{{.nodename}}", "empty", "");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "up | up",
        "sum(rate(cpu{node=\"{{.nodename}}\"}[5m])) | sum(rate(cpu{node=\"worker-1\"}[5m]))",
        "{{.nodename}} | worker-1",
        "{{ .nodename }}|worker-1",
        "{{.nodename }}{{ .nodename}}|worker-1worker-1",
        "{{.a.b}} | dotted",
        "{{._x9}} | underscore",
        "{{.code}} | {{.nodename}}",
        "[{{.empty}}] | []",
        "cpu{node={{.nodename}}} | cpu{node=worker-1}",
        "{\"a\": {\"b\": {\"c\": 1}}} | {\"a\": {\"b\": {\"c\": 1}}}",
        "{ {.nodename} } | { {.nodename} }",
        "a }} b | a }} b"})
    void placeholdersBecomeTheirArguments(String template, String query) {
        assertThat(QueryTemplate.render("t", template, ARGUMENTS)).isEqualTo(new QueryTemplate.Rendered(Optional.of(query), Optional.empty()));
    }

    @Test
    void placeholderMayBeBrokenOverLines() {
        assertThat(QueryTemplate.render("t", "{{\n\t.nodename\n}}", ARGUMENTS).query()).hasValue("worker-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ if .nodename }}x{{ end }}", "{{ .nodename | printf }}", "{{ printf .nodename }}", "{{- .nodename }}", "{{ .nodename -}}", "{{/* comment */}}", "{{.}}", "{{}}",
        "{{.nodename", "{{nodename}}", "{{$x}}", "{{ \"text\" }}", "{{range .nodename}}", "{{.a..b}}", "{{.9}}", "{{.no-de}}", "{{{.nodename}}}", "{{ . nodename }}", "x {{.nodename}} {{", "{{.nodename x}}"})
    void everythingElseIsRefusedWithASentence(String template) {
        QueryTemplate.Rendered rendered = QueryTemplate.render("response-time", template, ARGUMENTS);

        assertThat(rendered.query()).isEmpty();
        assertThat(rendered.blocker().orElseThrow().reason()).isEqualTo("TemplateUnusable");
        assertThat(rendered.blocker().orElseThrow().message()).startsWith("AnalysisValueTemplate response-time: expected only placeholders of the form {{.name}} in spec.query, found '{{");
    }

    @Test
    void missingArgumentIsNamedTogetherWithItsTemplate() {
        assertThat(QueryTemplate.render("response-time", "up{node=\"{{.node}}\"}", ARGUMENTS).blocker()).hasValue(Blocker.stuck("ArgumentMissing",
                "AnalysisValueTemplate response-time needs the argument 'node', which spec.args of this Analysis does not have; add it, or correct spec.query of the template"));
        assertThat(QueryTemplate.render("t", "{{.a}}", ARGUMENTS).blocker().orElseThrow().message()).contains("'a'");
    }

    @Test
    void queryThatGetsTooLongIsRefused() {
        String longest = "x".repeat(4096);

        assertThat(QueryTemplate.render("t", "{{.a}}{{.a}}", Map.of("a", longest)).query()).hasValue(longest + longest);
        assertThat(QueryTemplate.render("t", "{{.a}}{{.a}}y", Map.of("a", longest)).blocker().orElseThrow().message()).contains("at most 8192 characters", "found 8193");
    }
}
