package dev.dromon.metric;

import static dev.dromon.metric.Fetched.failed;
import static dev.dromon.metric.Fetched.over;
import static dev.dromon.metric.Fetched.query;
import static dev.dromon.metric.Fetched.value;
import static org.assertj.core.api.Assertions.assertThat;

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

/** Against a real server that answers as Datadog documents it. */
class DatadogProviderTest {

    private static final Map<String, String> KEYS = Map.of("DD_CLIENT_API_KEY", "api\n", "DD_CLIENT_APP_KEY", "app");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ProviderStub stub = new ProviderStub();

    @AfterEach
    void close() {
        stub.close();
    }

    private static String series(int interval, String points) {
        return "{\"status\":\"ok\",\"res_type\":\"time_series\",\"series\":[{\"metric\":\"load\",\"interval\":" + interval + ",\"pointlist\":[" + points + "]}]}";
    }

    private Step fetch(MetricQuery query) {
        return stub.fetch(ProviderType.DATADOG, KEYS, "anything", query);
    }

    @Test
    void theLastFiveMinutesAreAskedForAsDocumented() {
        stub.answers(200, series(20, "[1767323000000,123456.5],[1767323020000,null],[1767323040000,123457.5]"));

        value(fetch(query("avg:system.cpu.user{env:prod,x=1}")), "123457");

        assertThat(stub.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.method() + " " + asked.path()).isEqualTo("GET /api/v1/query");
            assertThat(asked.parameters()).isEqualTo(Map.of("from", List.of("1767322745"), "to", List.of("1767323045"), "query", List.of("avg:system.cpu.user{env:prod,x=1}")));
            assertThat(asked.headers()).containsEntry("dd-api-key", "api").containsEntry("dd-application-key", "app").containsEntry("accept", "application/json");
        });
    }

    /** Points of 30 s in minutes: the means are 2, 10, 6 and 7. */
    @ParameterizedTest
    @CsvSource({"P90,10", "P95,10", "P99,10", "MAX,10", "MIN,2", "AVG,6.25", "MEDIAN,6.5"})
    void eachAggregationIsOfTheMeansOfTheSteps(Aggregation aggregation, String expected) {
        stub.answers(200, series(30, "[1767322800000,1],[1767322830000,3],[1767322860000,10],[1767322890000,10],[1767322920000,6],[1767322980000,null],[1767323010000,7]"));

        value(fetch(over("load", Duration.ofHours(1), MINUTE, aggregation)), expected);

        assertThat(stub.last().parameters()).containsEntry("from", List.of("1767319445"));
    }

    @Test
    void whatIsNotOneSeriesOfTheStepIsNoValue() {
        stub.answers(200, "{\"status\":\"ok\",\"series\":[]}");
        failed(fetch(query("x")), Problem.NO_DATA);
        stub.answers(200, series(20, ""));
        failed(fetch(query("x")), Problem.NO_DATA);
        stub.answers(200, series(20, "[1767323000000,null]"));
        failed(fetch(query("x")), Problem.NO_DATA);
        stub.answers(200, "{\"status\":\"ok\",\"series\":[{\"pointlist\":[[1,1]]},{\"pointlist\":[[1,2]]}]}");
        failed(fetch(query("x")), Problem.AMBIGUOUS, "found 2");
        stub.answers(200, series(300, "[1767322800000,1]"));
        failed(fetch(over("x", Duration.ofHours(1), MINUTE, Aggregation.MAX)), Problem.METRIC_UNUSABLE, "300 s apart");
        stub.answers(200, series(20, "[1767323000000,\"many\"]"));
        failed(fetch(query("x")), Problem.UNREADABLE);
        stub.answers(200, series(20, "[1767323000000,\"NaN\"]"));
        value(fetch(query("x")), "NaN");
    }

    @Test
    void whatTheProviderSaysOfAnErrorIsTold() {
        stub.answers(200, "{\"status\":\"error\",\"error\":\"Error parsing query\",\"series\":[]}");
        failed(fetch(query("x")), Problem.ERROR, "Error parsing query");
        stub.answers(403, "{\"errors\":[\"Forbidden\"]}");
        failed(fetch(query("x")), Problem.ERROR, "403: Forbidden");
        stub.answers(500, "");
        failed(fetch(query("x")), Problem.ERROR, "500");
    }

    @Test
    void bothKeysAreNeeded() {
        failed(stub.fetch(ProviderType.DATADOG, query("x")), Problem.PROVIDER_UNUSABLE, "spec.secretKeyRef");
        failed(stub.fetch(ProviderType.DATADOG, Map.of("DD_CLIENT_API_KEY", "api"), "x", query("x")), Problem.SECRET_UNUSABLE, "DD_CLIENT_APP_KEY");

        assertThat(stub.asked()).isEmpty();
    }
}
