package dev.dromon.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.HttpAssertion;
import dev.dromon.call.Placeholders.UnusableRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssertionTest {

    private static final String ANSWER = """
            {"state": "green", "errors": 0, "share": 0.10, "big": 12345678901234567890, "ok": true, "text": "10", "none": null, "list": [{"n": 3}], "odd name": "x"}""";

    private static Assertion assertion(String path, String operator, String value) throws UnusableRequest {
        HttpAssertion wanted = new HttpAssertion();
        wanted.path = path;
        wanted.operator = operator;
        wanted.value = value;
        return Assertion.of(wanted);
    }

    private static String problem(String path, String operator, String value) throws UnusableRequest, JsonProcessingException {
        return assertion(path, operator, value).problem(new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).readTree(ANSWER)).orElse("");
    }

    @ParameterizedTest
    @CsvSource({"$.state,,green", "$.state,==,green", "$.state,!=,red", "$.errors,==,0", "$.errors,==,0.0", "$.errors,<,1", "$.errors,<=,0", "$.errors,>=,0", "$.errors,>,-1",
        "$.share,==,0.1", "$.share,<,1e-0", "$.big,==,12345678901234567890", "$.big,<,12345678901234567891", "$.ok,==,true", "$.text,>,9", "$.none,absent,", "$.missing,absent,", "$.missing.deep,absent,",
        "$.list[0].n,==,3", "$.list,exists,", "$['odd name'],==,x", "$.list[1].n,absent,", "$.list.length(),==,1"})
    void holds(String path, String operator, String value) throws UnusableRequest, JsonProcessingException {
        assertThat(problem(path, operator, value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "$.state | == | red | expected $['state'] == red, found green",
        "$.state | < | 5 | expected $['state'] < 5, found green",
        "$.errors | > | 0 | expected $['errors'] > 0, found 0",
        "$.missing | == | x | expected $['missing'] == x, found nothing",
        "$.missing | != | x | expected $['missing'] != x, found nothing",
        "$.none | exists | | expected $['none'] exists, found nothing",
        "$.state | absent | | expected $['state'] absent, found green",
        "$.list | == | x | expected $['list'] == x, found [{\"n\":3}]",
        "$.text | > | 10 | expected $['text'] > 10, found 10"})
    void doesNotHold(String path, String operator, String value, String sentence) throws UnusableRequest, JsonProcessingException {
        assertThat(problem(path, operator, value)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$..state", "$.list[*].n", "$.list[?(@.n =~ /(a+)+$/)].n", "$.", "["})
    void aPathToNoSinglePlaceIsNamed(String path) {
        assertThatThrownBy(() -> assertion(path, "==", "x")).isInstanceOf(UnusableRequest.class).hasMessageContaining("found '" + path + "'");
    }

    @Test
    void whatIsFoundIsShownInPart() throws UnusableRequest {
        String problem = assertion("$.a", "==", "x").problem(new ObjectMapper().createObjectNode().put("a", "y".repeat(100_000))).orElseThrow();

        assertThat(problem).hasSizeLessThan(200).endsWith("…");
    }
}
