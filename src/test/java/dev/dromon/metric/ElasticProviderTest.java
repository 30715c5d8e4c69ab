package dev.dromon.metric;

import static dev.dromon.metric.Fetched.at;
import static dev.dromon.metric.Fetched.failed;
import static dev.dromon.metric.Fetched.over;
import static dev.dromon.metric.Fetched.query;
import static dev.dromon.metric.Fetched.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.metric.ProviderStub.Answer;
import dev.dromon.provider.Aggregation;
import dev.dromon.provider.MetricQuery;
import dev.dromon.provider.Problem;
import dev.dromon.provider.ProviderType;
import dev.dromon.provider.Step;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real server that answers as Elasticsearch documents it. */
class ElasticProviderTest {

    private static final String DONE = "\"took\":5,\"timed_out\":false,\"_shards\":{\"total\":3,\"successful\":3,\"skipped\":0,\"failed\":0}";

    private final ProviderStub stub = new ProviderStub();

    @AfterEach
    void close() {
        stub.close();
    }

    private static String answer(String hits, String aggregations) {
        return "{" + DONE + ",\"hits\":{\"total\":" + hits + ",\"hits\":[]}" + (aggregations.isEmpty() ? "" : ",\"aggregations\":{" + aggregations + "}") + "}";
    }

    private Step fetch(MetricQuery query) {
        return stub.fetch(ProviderType.ELASTIC, Map.of("key", "VnVhQ2ZHY0==\n"), "key", query);
    }

    @Test
    void theQueryIsTheBodyOfASearchAndTheKeyIsThatOfTheSecret() {
        stub.answers(200, answer("{\"value\":42,\"relation\":\"eq\"}", ""));

        value(fetch(query("{\"size\":0}")), "42");

        assertThat(stub.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.method() + " " + asked.path()).isEqualTo("POST /_search");
            assertThat(asked.headers()).containsEntry("authorization", "ApiKey VnVhQ2ZHY0==").containsEntry("content-type", "application/json");
            assertThat(asked.body()).isEqualTo("{\"size\":0}");
        });
    }

    @Test
    void theValueIsThatOfTheOnlyAggregationOrWhereThePathSays() {
        stub.answers(200, answer("{\"value\":42,\"relation\":\"eq\"}", "\"load\":{\"value\":0.5}"));
        value(fetch(query("{}")), "0.5");
        stub.answers(200, answer("{\"value\":10000,\"relation\":\"gte\"}", "\"latency\":{\"values\":{\"50.0\":10,\"95.0\":20.5}},\"load\":{\"value\":0.5}"));
        value(fetch(query("{}", "$.aggregations.latency.values['95.0']")), "20.5");
        failed(fetch(query("{}")), Problem.AMBIGUOUS, "found 2", "spec.jsonPath");
    }

    @ParameterizedTest
    @CsvSource({"P90,30", "P95,30", "P99,30", "MAX,30", "MIN,5", "AVG,15", "MEDIAN,10"})
    void aRangeIsInTheQueryAndItsBucketsAreAggregated(Aggregation aggregation, String expected) {
        stub.answers(200, answer("{\"value\":0,\"relation\":\"eq\"}", "\"minutes\":{\"buckets\":[{\"load\":{\"value\":30}},{\"load\":{\"value\":null}},{\"load\":{\"value\":5}},{\"load\":{\"value\":10}}]}"));

        value(fetch(at("$.aggregations.minutes.buckets[*].load.value", over("{}", Duration.ofHours(1), Duration.ofMinutes(1), aggregation))), expected);
    }

    @Test
    void whatIsNotOneNumberIsNoValue() {
        stub.answers(200, answer("{\"value\":10000,\"relation\":\"gte\"}", ""));
        failed(fetch(query("{}")), Problem.AMBIGUOUS, "track_total_hits");
        stub.answers(200, answer("{\"value\":0,\"relation\":\"eq\"}", "\"load\":{\"value\":null}"));
        failed(fetch(query("{}")), Problem.NO_DATA);
        stub.answers(200, answer("{\"value\":0,\"relation\":\"eq\"}", "\"load\":{\"buckets\":[]}"));
        failed(fetch(query("{}")), Problem.AMBIGUOUS);
        stub.answers(200, answer("{\"value\":0,\"relation\":\"eq\"}", "\"load\":{\"value\":\"NaN\"}"));
        value(fetch(query("{}")), "NaN");
        stub.answers(200, answer("{\"value\":42,\"relation\":\"eq\"}", "").replace("\"failed\":0", "\"failed\":1"));
        failed(fetch(query("{}")), Problem.NO_DATA, "1 shards");
        stub.answers(200, answer("{\"value\":42,\"relation\":\"eq\"}", "").replace("\"timed_out\":false", "\"timed_out\":true"));
        failed(fetch(query("{}")), Problem.NO_DATA, "timed out");
    }

    @Test
    void whatTheProviderSaysOfAnErrorIsTold() {
        stub.answers(400, "{\"error\":{\"type\":\"parsing_exception\",\"reason\":\"unknown query [x]\"},\"status\":400}");
        failed(fetch(query("{}")), Problem.ERROR, "400: unknown query [x]");
        stub.answers(500, "");
        failed(fetch(query("{}")), Problem.ERROR, "500");
        stub.answers(a -> new Answer(200, "not JSON"));
        failed(fetch(query("{}")), Problem.UNREADABLE);
        failed(stub.fetch(ProviderType.ELASTIC, Map.of("other", "x"), "key", query("{}")), Problem.SECRET_UNUSABLE, "key key");
    }
}
