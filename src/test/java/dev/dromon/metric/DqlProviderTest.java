package dev.dromon.metric;

import static dev.dromon.metric.Fetched.failed;
import static dev.dromon.metric.Fetched.over;
import static dev.dromon.metric.Fetched.query;
import static dev.dromon.metric.Fetched.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.metric.ProviderStub.Answer;
import dev.dromon.provider.Aggregation;
import dev.dromon.provider.MetricQuery;
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

/** Against a real server that logs in and answers as Dynatrace documents it for Grail. */
class DqlProviderTest {

    private static final String CLIENT = "dt0s08.ABC";
    private static final String TOKEN = CLIENT + "." + "x".repeat(64);
    private static final String EXECUTE = "/platform/storage/query/v1/query:execute";
    private static final String POLL = "/platform/storage/query/v1/query:poll";
    private static final String TYPES = "\"types\":[{\"mappings\":{\"timeframe\":{\"type\":\"timeframe\"},\"interval\":{\"type\":\"duration\"},\"count\":{\"type\":\"long\"},\"name\":{\"type\":\"string\"}}}]";

    private final ProviderStub stub = new ProviderStub();

    @AfterEach
    void close() {
        stub.close();
    }

    private static String done(String... records) {
        return "{\"state\":\"SUCCEEDED\",\"progress\":100,\"result\":{\"records\":[" + String.join(",", records) + "]," + TYPES + "}}";
    }

    private void answers(String result) {
        stub.answers(asked -> asked.path().equals("/login") ? new Answer(200, "{\"access_token\":\"bearer-1\",\"token_type\":\"Bearer\",\"expires_in\":300}") : new Answer(200, result));
    }

    private Step fetch(MetricQuery query) {
        return stub.fetch(ProviderType.DQL, Map.of("login", "{\"token\":\"" + TOKEN + "\",\"authUrl\":\"" + stub.url() + "/login\"}"), "login", query);
    }

    @Test
    void itLogsInAndExecutesTheQuery() throws Exception {
        answers(done("{\"timeframe\":{\"start\":\"a\",\"end\":\"b\"},\"interval\":\"60000000000\",\"avg(load)\":[1.5,null,2.5]}"));

        value(fetch(over("timeseries avg(load)", Duration.ofMinutes(5))), "2.5");

        assertThat(stub.asked().get(0)).satisfies(asked -> {
            assertThat(asked.method() + " " + asked.path()).isEqualTo("POST /login");
            assertThat(asked.form()).isEqualTo(Map.of("grant_type", List.of("client_credentials"), "client_id", List.of(CLIENT), "client_secret", List.of(TOKEN),
                    "scope", List.of("storage:metrics:read storage:buckets:read environment:roles:viewer")));
            assertThat(asked.headers()).doesNotContainKey("authorization");
        });
        assertThat(stub.asked().get(1)).satisfies(asked -> {
            assertThat(asked.method() + " " + asked.path()).isEqualTo("POST " + EXECUTE);
            assertThat(asked.headers()).containsEntry("authorization", "Bearer bearer-1").containsEntry("content-type", "application/json");
            assertThat(new ObjectMapper().readTree(asked.body())).isEqualTo(new ObjectMapper().readTree("""
                    {"query": "timeseries avg(load)", "defaultTimeframeStart": "2026-01-02T02:59:05.250Z", "defaultTimeframeEnd": "2026-01-02T03:04:05.250Z", "timezone": "UTC", "locale": "en_US",
                     "fetchTimeoutSeconds": 60, "requestTimeoutMilliseconds": 1000}"""));
        });
        assertThat(stub.asked()).hasSize(2);
    }

    @Test
    void aQueryThatTakesLongerIsAskedForAgain() {
        stub.answers(asked -> switch (asked.path()) {
            case "/login" -> new Answer(200, "{\"access_token\":\"bearer-1\"}");
            case EXECUTE -> new Answer(202, "{\"state\":\"RUNNING\",\"requestToken\":\"a+b/c=\",\"ttlSeconds\":399}");
            default -> new Answer(200, stub.asked().size() < 4 ? "{\"state\":\"RUNNING\",\"progress\":50}" : done("{\"count\":\"7\",\"name\":\"x\"}"));
        });

        value(fetch(query("fetch logs | summarize count = count()")), "7");

        assertThat(stub.asked()).extracting(ProviderStub.Asked::path).containsExactly("/login", EXECUTE, POLL, POLL);
        assertThat(stub.last().method()).isEqualTo("GET");
        assertThat(stub.last().parameters()).isEqualTo(Map.of("request-token", List.of("a+b/c=")));
    }

    @ParameterizedTest
    @CsvSource({"P90,4", "P95,4", "P99,4", "MAX,4", "MIN,1", "AVG,2.5", "MEDIAN,2.5"})
    void eachAggregationIsOfTheWholeArray(Aggregation aggregation, String expected) {
        answers(done("{\"interval\":\"60000000000\",\"load\":[4,1,null,3,2]}"));

        value(fetch(over("timeseries load=avg(load)", Duration.ofMinutes(5), Duration.ofMinutes(1), aggregation)), expected);
    }

    @Test
    void whatIsNotOneFieldOfOneRecordIsNoValue() {
        answers(done());
        failed(fetch(query("x")), Problem.NO_DATA);
        answers(done("{\"load\":[]}"));
        failed(fetch(query("x")), Problem.NO_DATA);
        answers(done("{\"load\":[null]}"));
        failed(fetch(query("x")), Problem.NO_DATA);
        answers(done("{\"name\":\"7\"}"));
        failed(fetch(query("x")), Problem.NO_DATA);
        answers(done("{\"a\":1,\"b\":[2]}"));
        failed(fetch(query("x")), Problem.AMBIGUOUS, "one field with numbers, found 2");
        answers(done("{\"a\":1}", "{\"a\":2}"));
        failed(fetch(query("x")), Problem.AMBIGUOUS, "one record, found 2");
        answers("{\"state\":\"FAILED\"}");
        failed(fetch(query("x")), Problem.ERROR, "FAILED");
        answers("{\"state\":\"RUNNING\"}");
        failed(fetch(query("x")), Problem.UNREADABLE, "requestToken");
    }

    @Test
    void whatTheProviderSaysOfAnErrorIsTold() {
        stub.answers(401, "{\"error\":\"invalid_client\",\"error_description\":\"unknown client\"}");
        failed(fetch(query("x")), Problem.ERROR, "401: unknown client");
        stub.answers(200, "{}");
        failed(fetch(query("x")), Problem.UNREADABLE, "access_token");
        stub.answers(asked -> asked.path().equals("/login") ? new Answer(200, "{\"access_token\":\"t\"}") : new Answer(400, "{\"error\":{\"code\":400,\"message\":\"UNKNOWN_FIELD\"}}"));
        failed(fetch(query("x")), Problem.ERROR, "400: UNKNOWN_FIELD");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"none|JSON object", "[]|JSON object", "{}|OAuth client secret", "{\"token\":\"dt0s08.a.b\"}|OAuth client secret"})
    void aSecretThatIsNoLoginIsNamedAndNotTold(String secret, String words) {
        Step end = stub.fetch(ProviderType.DQL, Map.of("login", secret), "login", query("x"));

        failed(end, Problem.SECRET_UNUSABLE, words, "Secret login");
        assertThat(((Step.Failed) end).message()).doesNotContain("dt0s08.a.b");
        assertThat(stub.asked()).isEmpty();
    }
}
