package dev.dromon.metric;

import static dev.dromon.metric.Fetched.failed;
import static dev.dromon.metric.Fetched.over;
import static dev.dromon.metric.Fetched.query;
import static dev.dromon.metric.Fetched.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.provider.Aggregation;
import dev.dromon.provider.Credentials;
import dev.dromon.provider.MetricQuery;
import dev.dromon.provider.Problem;
import dev.dromon.provider.ProviderType;
import dev.dromon.provider.Server;
import dev.dromon.provider.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real server that answers as Dynatrace documents it. */
class DynatraceProviderTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ProviderStub stub = new ProviderStub();

    @AfterEach
    void close() {
        stub.close();
    }

    private static String answer(String... series) {
        String data = String.join(",", Arrays.stream(series).map(s -> "{\"dimensions\":[],\"timestamps\":[],\"values\":[" + s + "]}").toList());
        return "{\"totalCount\":1,\"nextPageKey\":null,\"resolution\":\"1m\",\"result\":[{\"metricId\":\"load\",\"data\":[" + data + "]}]}";
    }

    private Step fetch(MetricQuery query) {
        return stub.fetch(ProviderType.DYNATRACE, Map.of("token", "dt0c01.a.b\n"), "token", query);
    }

    @Test
    void aSelectorIsAskedForWithTheKeyThatTheProviderNames() {
        stub.answers(200, answer("1,null,2", "6"));

        value(fetch(query("builtin:host.cpu.usage:filter(eq(a,\"b=c&d\")):splitBy()")), "3");

        assertThat(stub.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.method() + " " + asked.path()).isEqualTo("GET /api/v2/metrics/query");
            assertThat(asked.parameters()).isEqualTo(Map.of("metricSelector", List.of("builtin:host.cpu.usage:filter(eq(a,\"b=c&d\")):splitBy()")));
            assertThat(asked.headers()).containsEntry("authorization", "Api-Token dt0c01.a.b");
        });
    }

    @Test
    void parametersMayFollowTheSelector() {
        stub.answers(200, answer("1"));

        value(fetch(over("load&entitySelector=type(\"HOST\"),tag(\"a=b\")&from=now-3h", Duration.ofMinutes(5))), "1");

        assertThat(stub.last().parameters()).isEqualTo(Map.of("metricSelector", List.of("load"), "entitySelector", List.of("type(\"HOST\"),tag(\"a=b\")"), "from", List.of("now-3h"),
                "to", List.of("1767323045250")));
    }

    @ParameterizedTest
    @CsvSource({"P90,9", "P95,10", "P99,10", "MAX,10", "MIN,1", "AVG,5.5", "MEDIAN,5.5"})
    void eachAggregationIsOfAllDataPoints(Aggregation aggregation, String expected) {
        stub.answers(200, answer("10,1,null,9,2", "8,3,7,4,6,5"));

        value(fetch(over("load", Duration.ofMinutes(30), MINUTE, aggregation)), expected);

        assertThat(stub.last().parameters())
                .isEqualTo(Map.of("metricSelector", List.of("load"), "from", List.of("1767321245250"), "to", List.of("1767323045250"), "resolution", List.of("1m")));
    }

    @Test
    void nothingIsNotZero() {
        stub.answers(200, answer());
        failed(fetch(query("x")), Problem.NO_DATA);
        stub.answers(200, answer("null,null"));
        failed(fetch(query("x")), Problem.NO_DATA);
        stub.answers(200, answer("\"NaN\""));
        value(fetch(query("x")), "NaN");
        stub.answers(200, answer("1").replace("\"nextPageKey\":null", "\"nextPageKey\":\"abc\""));
        failed(fetch(query("x")), Problem.AMBIGUOUS, "more");
        failed(fetch(over("x", Duration.ofHours(1), Duration.ofSeconds(30), Aggregation.AVG)), Problem.METRIC_UNUSABLE, "whole minutes");
    }

    @Test
    void whatTheProviderSaysOfAnErrorIsTold() {
        stub.answers(400, "{\"error\":{\"code\":400,\"message\":\"The metric key 'x' is unknown\"}}");
        failed(fetch(query("x")), Problem.ERROR, "400: The metric key 'x' is unknown");
        stub.answers(200, "{\"error\":{\"code\":400,\"message\":\"no\"}}");
        failed(fetch(query("x")), Problem.ERROR, "no");
        stub.answers(500, "x");
        failed(fetch(query("x")), Problem.ERROR, "500");
        failed(stub.fetch(ProviderType.DYNATRACE, Map.of("other", "x"), "token", query("x")), Problem.SECRET_UNUSABLE, "key token");
        failed(stub.fetch(ProviderType.DYNATRACE, query("x")), Problem.PROVIDER_UNUSABLE, "spec.secretKeyRef");
    }

    @Test
    void anAddressMayEndInApi() {
        assertThat(ProviderType.DYNATRACE.begin(new Server("https://a.example.org/e/1/api/", Optional.of(
                new Credentials("login", "k", Map.of("k", "t")))), query("x"))).isInstanceOfSatisfying(Step.Ask.class,
                ask -> assertThat(ask.call().url()).isEqualTo("https://a.example.org/e/1/api/v2/metrics/query?metricSelector=x"));
    }
}
