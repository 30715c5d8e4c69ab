package dev.dromon.metric;

import static dev.dromon.metric.Fetched.failed;
import static dev.dromon.metric.Fetched.over;
import static dev.dromon.metric.Fetched.query;
import static dev.dromon.metric.Fetched.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.metric.ProviderStub.Answer;
import dev.dromon.provider.Aggregation;
import dev.dromon.provider.Problem;
import dev.dromon.provider.ProviderType;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against a real server that answers as Prometheus documents it. */
class PrometheusProviderTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ProviderStub stub = new ProviderStub();

    @AfterEach
    void close() {
        stub.close();
    }

    private static String vector(String... samples) {
        String result = String.join(",", Arrays.stream(samples).map(s -> "{\"metric\":{\"pod\":\"" + s + "\"},\"value\":[1767323045.25,\"" + s + "\"]}").toList());
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[" + result + "]}}";
    }

    private static String matrix(String values) {
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[" + values + "]}]}}";
    }

    @ParameterizedTest
    @EnumSource(value = ProviderType.class, names = {"PROMETHEUS", "CORTEX", "THANOS"})
    void theCurrentValueIsAskedForAsDocumented(ProviderType type) {
        stub.answers(200, vector("0.75"));

        value(stub.fetch(type, query("sum(rate(errors{job=\"a\"}[5m]))")), "0.75");

        assertThat(stub.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.method() + " " + asked.path()).isEqualTo("POST /api/v1/query");
            assertThat(asked.headers()).containsEntry("content-type", "application/x-www-form-urlencoded").doesNotContainKey("authorization");
            Map<String, List<String>> expected = new HashMap<>(Map.of("query", List.of("sum(rate(errors{job=\"a\"}[5m]))"), "time", List.of("1767323045.25")));
            if (type == ProviderType.THANOS) {
                expected.put("partial_response", List.of("false"));
            }
            assertThat(asked.form()).isEqualTo(expected);
        });
    }

    @Test
    void aRangeIsAskedForWithItsStep() {
        stub.answers(200, matrix("[1767319445.25,\"4\"],[1767319505.25,\"1\"],[1767319565.25,\"3\"]"));

        value(stub.fetch(ProviderType.PROMETHEUS, over("load", HOUR, MINUTE, Aggregation.MAX)), "4");

        assertThat(stub.last().path()).isEqualTo("/api/v1/query_range");
        assertThat(stub.last().form()).isEqualTo(Map.of("query", List.of("load"), "start", List.of("1767319445.25"), "end", List.of("1767323045.25"), "step", List.of("60")));
    }

    /** 20 samples in no order: 1 to 19 and 1000; the percentiles of the samples as they come would be others. */
    @ParameterizedTest
    @CsvSource({"P90,18", "P95,19", "P99,1000", "MAX,1000", "MIN,1", "AVG,59.5", "MEDIAN,10.5"})
    void eachAggregationIsOfAllSamples(Aggregation aggregation, String expected) {
        int[] samples = {7, 1000, 1, 19, 2, 18, 3, 17, 4, 16, 5, 15, 6, 14, 8, 13, 9, 12, 10, 11};
        stub.answers(200, matrix(String.join(",", Arrays.stream(samples).mapToObj(s -> "[1767319445,\"" + s + "\"]").toList())));

        value(stub.fetch(ProviderType.PROMETHEUS, over("load", HOUR, MINUTE, aggregation)), expected);
    }

    @Test
    void withoutAStepTheNewestSampleCountsAndNoOlderOne() {
        stub.answers(200, matrix("[1767319445.25,\"4\"],[1767323045.25,\"9\"]"));
        value(stub.fetch(ProviderType.PROMETHEUS, over("load", HOUR)), "9");
        assertThat(stub.last().form()).containsEntry("step", List.of("3600"));

        stub.answers(200, matrix("[1767319445.25,\"4\"]"));
        failed(stub.fetch(ProviderType.PROMETHEUS, over("load", HOUR)), Problem.NO_DATA);
    }

    @ParameterizedTest
    @CsvSource({"1e+06,1000000", "1.5e-7,0.00000015", "NaN,NaN", "+Inf,+Inf", "-Inf,-Inf", "0,0", "-0,0", "123456789012345678,123456789012345678", "0.30000000000000004,0.30000000000000004"})
    void numbersAreToldWithoutExponentAndNothingIsRounded(String sample, String expected) {
        stub.answers(200, vector(sample));

        value(stub.fetch(ProviderType.PROMETHEUS, query("x")), expected);
    }

    @Test
    void oneNaNMakesTheAggregateNaN() {
        stub.answers(200, matrix("[1767319445,\"4\"],[1767319505,\"NaN\"]"));

        value(stub.fetch(ProviderType.PROMETHEUS, over("load", HOUR, MINUTE, Aggregation.MIN)), "NaN");
    }

    @Test
    void aScalarIsAValue() {
        stub.answers(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1767323045.25,\"42\"]}}");

        value(stub.fetch(ProviderType.PROMETHEUS, query("scalar(x)")), "42");
    }

    @Test
    void whatIsNotOneSeriesIsNoValue() {
        stub.answers(200, vector());
        failed(stub.fetch(ProviderType.PROMETHEUS, query("x")), Problem.NO_DATA, "found no value");
        stub.answers(200, vector("1", "2"));
        failed(stub.fetch(ProviderType.PROMETHEUS, query("x")), Problem.AMBIGUOUS, "found 2");
        stub.answers(200, matrix("[1767323045,\"1\"]"));
        failed(stub.fetch(ProviderType.PROMETHEUS, query("x[5m]")), Problem.UNREADABLE, "matrix");
        stub.answers(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"histogram\":[1,{\"count\":\"4\"}]}]}}");
        failed(stub.fetch(ProviderType.PROMETHEUS, query("x")), Problem.UNREADABLE, "histogram");
        stub.answers(200, vector("many"));
        failed(stub.fetch(ProviderType.PROMETHEUS, query("x")), Problem.UNREADABLE);
    }

    @Test
    void whatTheProviderSaysOfAnErrorIsTold() {
        stub.answers(400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"1:3: parse error:\\n unexpected <eof>\"}");
        failed(stub.fetch(ProviderType.PROMETHEUS, query("x{")), Problem.ERROR, "400", "bad_data: 1:3: parse error: unexpected <eof>");
        stub.answers(200, "{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"query timed out\"}");
        failed(stub.fetch(ProviderType.PROMETHEUS, query("x")), Problem.ERROR, "timeout: query timed out");
        stub.answers(500, "<html>secret page</html>");
        failed(stub.fetch(ProviderType.PROMETHEUS, query("x")), Problem.ERROR, "the provider answered 500, expected 200 to 299");
        stub.answers(200, "<html>");
        failed(stub.fetch(ProviderType.PROMETHEUS, query("x")), Problem.UNREADABLE, "JSON");
    }

    @ParameterizedTest
    @CsvSource({"405", "501"})
    void aServerThatTakesNoPostIsAskedByGet(int status) {
        stub.answers(asked -> asked.method().equals("POST") ? new Answer(status, "") : new Answer(200, vector("3")));

        value(stub.fetch(ProviderType.PROMETHEUS, query("a + b")), "3");

        assertThat(stub.last().method()).isEqualTo("GET");
        assertThat(stub.last().parameters()).isEqualTo(Map.of("query", List.of("a + b"), "time", List.of("1767323045.25")));
    }

    @ParameterizedTest
    @CsvSource({"user,Basic amFuZTpwdw==", "absent,Basic amFuZTpwdw==", "token,Bearer abc.def"})
    void credentialsAreAUserOrTheKeyThatTheProviderNames(String key, String expected) {
        stub.answers(200, vector("1"));

        value(stub.fetch(ProviderType.PROMETHEUS, Map.of("user", "jane", "password", "pw\n", "token", "abc.def\n"), key, query("x")), "1");

        assertThat(stub.last().headers()).containsEntry("authorization", expected);
    }

    @Test
    void aSecretWithoutCredentialsIsNotTriedAndNotTold() {
        failed(stub.fetch(ProviderType.PROMETHEUS, Map.of("user", "jane"), "token", query("x")), Problem.SECRET_UNUSABLE, "Secret login", "token");
        failed(stub.fetch(ProviderType.PROMETHEUS, Map.of("token", "top\nsecret"), "token", query("x")), Problem.SECRET_UNUSABLE, "line breaks");

        assertThat(stub.asked()).isEmpty();
    }
}
