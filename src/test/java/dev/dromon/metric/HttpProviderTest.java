package dev.dromon.metric;

import static dev.dromon.metric.Fetched.at;
import static dev.dromon.metric.Fetched.failed;
import static dev.dromon.metric.Fetched.over;
import static dev.dromon.metric.Fetched.query;
import static dev.dromon.metric.Fetched.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.provider.Aggregation;
import dev.dromon.provider.Problem;
import dev.dromon.provider.ProviderType;
import dev.dromon.provider.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real server that answers some JSON. */
class HttpProviderTest {

    private final ProviderStub stub = new ProviderStub();

    @AfterEach
    void close() {
        stub.close();
    }

    @Test
    void theValueIsWhereThePathSays() {
        stub.answers(200, "{\"data\":{\"load\":\"0.25\",\"open\":7}}");

        value(stub.fetch(ProviderType.HTTP, query("/stats?of=a%20b", "$.data.load")), "0.25");
        value(stub.fetch(ProviderType.HTTP, query("/stats", "$.data.open")), "7");

        assertThat(stub.asked().get(0)).satisfies(asked -> {
            assertThat(asked.method() + " " + asked.path()).isEqualTo("GET /stats");
            assertThat(asked.parameters()).isEqualTo(Map.of("of", List.of("a b")));
            assertThat(asked.headers()).containsEntry("accept", "application/json");
            assertThat(asked.body()).isEmpty();
        });
    }

    @Test
    void aRangeIsPutWhereTheQueryHasAPlaceForIt() {
        stub.answers(200, "{\"points\":[{\"v\":3},{\"v\":null},{\"v\":1},{\"v\":2}]}");

        value(stub.fetch(ProviderType.HTTP, at("$.points[*].v", over("/points?from=${from}&to=${to}&a=${fromSeconds}&b=${toSeconds}&s=${stepSeconds}", Duration.ofMinutes(5), Duration.ofSeconds(30),
                Aggregation.MEDIAN))), "2");

        assertThat(stub.last().parameters()).isEqualTo(Map.of("from", List.of("2026-01-02T02:59:05Z"), "to", List.of("2026-01-02T03:04:05Z"), "a", List.of("1767322745"), "b", List.of("1767323045"),
                "s", List.of("30")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"a\":{}}|$.a|AnswerUnreadable", "{\"a\":true}|$.a|AnswerUnreadable", "{\"a\":\"many\"}|$.a|AnswerUnreadable", "{\"a\":null}|$.a|NoData", "{}|$.a|NoData",
        "{\"a\":[1,2]}|$.a[*]|AnswerAmbiguous", "{\"a\":[1,2]}|$.a|AnswerAmbiguous", "[]|$.a|NoData", "{|$.a|AnswerUnreadable", "''|$.a|AnswerUnreadable", "{\"a\":1e999}|$.a|found",
        "{\"a\":1e999999999}|$.a|AnswerUnreadable", "{\"a\":1} x|$.a|AnswerUnreadable"})
    void whatIsNotOneNumberIsNoValue(String answer, String path, String problem) {
        stub.answers(200, answer);

        Step step = stub.fetch(ProviderType.HTTP, query("/", path));

        assertThat(step instanceof Step.Failed failed ? failed.problem().wire() : "found").isEqualTo(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@example.org/", ".example.org/", ":81/", "stats", ""})
    void aQueryCannotMakeAnotherHostOfTheAddress(String query) {
        failed(stub.fetch(ProviderType.HTTP, query(query, "$.a")), Problem.METRIC_UNUSABLE, "a path below the provider's address");

        assertThat(stub.asked()).isEmpty();
    }

    @Test
    void aPathThatIsNoneIsNamed() {
        failed(stub.fetch(ProviderType.HTTP, query("/")), Problem.METRIC_UNUSABLE, "spec.jsonPath");
        failed(stub.fetch(ProviderType.HTTP, query("/", "$.[")), Problem.METRIC_UNUSABLE, "spec.jsonPath");
        failed(stub.fetch(ProviderType.HTTP, query("/", "$.a[?(@.b =~ /(x+x+)+y/)]")), Problem.METRIC_UNUSABLE, "without filters");
        failed(stub.fetch(ProviderType.HTTP, query("/", "$..a..b")), Problem.METRIC_UNUSABLE, "more than one ..");
        failed(stub.fetch(ProviderType.HTTP, query("/", "$['a','a']['a','a']")), Problem.METRIC_UNUSABLE, "commas");
        failed(stub.fetch(ProviderType.HTTP, query("/ /", "$.a")), Problem.PROVIDER_UNUSABLE, "cannot be read as an address");
    }

    @Test
    void theBodyOfAnErrorIsNotTold() {
        stub.answers(503, "{\"error\":\"the key is hunter2\"}");

        failed(stub.fetch(ProviderType.HTTP, query("/", "$.a")), Problem.ERROR, "the provider answered 503, expected 200 to 299");
    }

    @Test
    void theTokenOfTheSecretIsSent() {
        stub.answers(200, "{\"a\":1}");

        value(stub.fetch(ProviderType.HTTP, Map.of("token", "abc"), "token", query("/", "$.a")), "1");

        assertThat(stub.last().headers()).containsEntry("authorization", "Bearer abc");
    }
}
