package dev.dromon.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.HttpAssertion;
import dev.dromon.api.HttpTaskSpec;
import dev.dromon.call.Placeholders.UnusableRequest;
import dev.dromon.sink.HttpCalls.Reply;
import dev.dromon.task.CallOutcome;
import dev.dromon.task.CallOutcome.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpVerdictTest {

    private static HttpTaskSpec spec(String... expected) {
        HttpTaskSpec spec = new HttpTaskSpec();
        spec.expectedStatus = List.of(expected);
        spec.retries = 2;
        return spec;
    }

    private static HttpTaskSpec asserting() {
        HttpTaskSpec spec = spec();
        for (String value : List.of("a", "b")) {
            HttpAssertion assertion = new HttpAssertion();
            assertion.path = "$.is";
            assertion.value = value;
            spec.assertions.add(assertion);
        }
        return spec;
    }

    private static CallOutcome outcome(HttpTaskSpec spec, int status, String body, boolean whole) throws UnusableRequest {
        return HttpVerdict.of(spec).of(new Reply(status, Optional.empty(), body.getBytes(StandardCharsets.UTF_8), whole), 1, () -> 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'' | 200 | SUCCEEDED | GET was answered 200",
        "'' | 299 | SUCCEEDED | GET was answered 299",
        "'' | 199 | FAILED | GET was answered 199, expected 200-299",
        "'' | 400 | FAILED | GET was answered 400, expected 200-299",
        "'' | 408 | FAILED | GET was answered 408, expected 200-299",
        "'' | 429 | REPEAT | GET was answered 429, expected 200-299",
        "'' | 500 | REPEAT | GET was answered 500, expected 200-299",
        "404,500-503 | 404 | SUCCEEDED | GET was answered 404",
        "404,500-503 | 502 | SUCCEEDED | GET was answered 502",
        "404,500-503 | 200 | FAILED | GET was answered 200, expected 404 or 500-503",
        "404,500-503 | 504 | REPEAT | GET was answered 504, expected 404 or 500-503",
        "404 | 308 | FAILED | GET was answered 308, expected 404; redirects are not followed, put the address that it redirects to into spec.http.url",
        "308 | 308 | SUCCEEDED | GET was answered 308"})
    void aStatusDecides(String expected, int status, Kind kind, String message) throws UnusableRequest {
        CallOutcome outcome = outcome(expected.isEmpty() ? spec() : spec(expected.split(",")), status, "<html>", true);

        assertThat(outcome.kind()).isEqualTo(kind);
        assertThat(outcome.detail().message()).isEqualTo(message);
        assertThat(outcome.detail().reason()).isEqualTo(kind == Kind.SUCCEEDED ? "" : "UnexpectedStatus");
    }

    @ParameterizedTest
    @CsvSource({"500,true", "503,true", "429,true", "502,false", "504,false"})
    void whatAGatewaySaysIsNoEnd(int status, boolean ended) throws UnusableRequest {
        assertThat(outcome(spec(), status, "", true).repeat()).hasValue(new CallOutcome.Repeat(ended, Duration.ofSeconds(1), 3));
    }

    @Test
    void noAnswerIsNoEnd() throws UnusableRequest {
        assertThat(HttpVerdict.of(spec()).none("gone", 2, () -> 0)).isEqualTo(CallOutcome.repeat("NoAnswer", "gone", new CallOutcome.Repeat(false, Duration.ofSeconds(2), 3)));
    }

    @Test
    void aServerIsLeftAloneForAsLongAsItSays() throws UnusableRequest {
        Reply reply = new Reply(429, Optional.of(Duration.ofSeconds(90)), new byte[0], true);

        assertThat(HttpVerdict.of(spec()).of(reply, 1, () -> 0).repeat()).hasValueSatisfying(r -> assertThat(r.pause()).isEqualTo(Duration.ofSeconds(90)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"is\":\"a\"} | true | AssertionFailed | GET was answered 200: expected $['is'] == b, found a",
        "{\"is\":\"c\"} | true | AssertionFailed | GET was answered 200: expected $['is'] == a, found c; expected $['is'] == b, found c",
        "<html> | true | AnswerUnreadable | found no JSON",
        "`` | true | AnswerUnreadable | found no JSON",
        "{} {} | true | AnswerUnreadable | found no JSON",
        "{\"is\":\"a\"} | false | AnswerUnreadable | found more"})
    void assertionsNeedAWholeAnswer(String body, boolean whole, String reason, String message) throws UnusableRequest {
        CallOutcome outcome = outcome(asserting(), 200, body, whole);

        assertThat(outcome.kind()).isEqualTo(Kind.FAILED);
        assertThat(outcome.detail().reason()).isEqualTo(reason);
        assertThat(outcome.detail().message()).endsWith(message);
    }

    @Test
    void moreIsReadWhenThereAreAssertions() throws UnusableRequest {
        assertThat(HttpVerdict.of(asserting()).limit()).isGreaterThan(HttpVerdict.of(spec()).limit());
    }
}
