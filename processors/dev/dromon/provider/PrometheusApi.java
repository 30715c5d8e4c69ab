package dev.dromon.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromon.provider.MetricQuery.Single;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prometheus' HTTP API, version 1: query and query_range, which Thanos and Cortex have too. */
final class PrometheusApi implements ProviderApi {

    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int NANO_DIGITS = 9;
    private static final BigDecimal SECOND = BigDecimal.ONE;

    private final Map<String, String> more;

    /** With these parameters in each query. */
    PrometheusApi(Map<String, String> more) {
        this.more = more;
    }

    @Override
    public Step begin(Server server, MetricQuery query) throws NoValueException {
        String url = server.at(query.range().isPresent() ? "/api/v1/query_range" : "/api/v1/query");
        Map<String, String> headers = server.authorization();
        String form = Server.form(parameters(query));
        HttpCall post = HttpCall.post(url, headers, new HttpCall.Body("application/x-www-form-urlencoded", form));
        HttpCall get = HttpCall.get(url + "?" + form, headers);
        return ProviderApi.ask(post, first -> first.status() == METHOD_NOT_ALLOWED || first.status() == NOT_IMPLEMENTED
                ? ProviderApi.ask(get, answer -> read(answer, query)) : read(first, query));
    }

    private Map<String, String> parameters(MetricQuery query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("query", query.text());
        query.range().ifPresentOrElse(range -> {
            parameters.put("start", seconds(query.now().minus(range.interval())));
            parameters.put("end", seconds(query.now()));
            parameters.put("step", seconds(range.steps().map(MetricQuery.Steps::step).orElse(range.interval())));
        }, () -> parameters.put("time", seconds(query.now())));
        parameters.putAll(more);
        return parameters;
    }

    private static String seconds(Instant time) {
        return time(time).toPlainString();
    }

    private static BigDecimal time(Instant time) {
        return plain(BigDecimal.valueOf(time.getEpochSecond()).add(BigDecimal.valueOf(time.getNano(), NANO_DIGITS)));
    }

    private static String seconds(Duration duration) {
        return plain(BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), NANO_DIGITS))).toPlainString();
    }

    private static BigDecimal plain(BigDecimal seconds) {
        return seconds.signum() == 0 ? BigDecimal.ZERO : seconds.stripTrailingZeros();
    }

    private static Step read(HttpAnswer answer, MetricQuery query) throws NoValueException {
        JsonNode document = answer.require(said(answer));
        if (!"success".equals(document.path("status").asText())) {
            throw new NoValueException(Problem.ERROR, "the provider refused the query: " + said(answer).orElse("it does not say why"));
        }
        JsonNode data = document.path("data");
        return query.found(query.range().isPresent() ? matrix(data, query) : instant(data), Single::newest);
    }

    private static Optional<String> said(HttpAnswer answer) {
        return answer.document().filter(d -> "error".equals(d.path("status").asText()))
                .flatMap(d -> HttpAnswer.words(d.path("error")).map(e -> HttpAnswer.words(d.path("errorType")).map(t -> t + ": " + e).orElse(e)));
    }

    private static List<Sample> instant(JsonNode data) throws NoValueException {
        String type = data.path("resultType").asText();
        return switch (type) {
            case "scalar" -> List.of(sample(data.path("result")));
            case "vector" -> {
                Optional<JsonNode> series = only(data.path("result"));
                yield series.isPresent() ? List.of(sample(series.get().path("value"))) : List.of();
            }
            default -> throw new NoValueException(Problem.UNREADABLE, "expected a vector or a scalar, found '" + type + "'; correct the query, or set range");
        };
    }

    private static List<Sample> matrix(JsonNode data, MetricQuery query) throws NoValueException {
        if (!"matrix".equals(data.path("resultType").asText())) {
            throw new NoValueException(Problem.UNREADABLE, "expected a matrix, found '" + data.path("resultType").asText() + "'");
        }
        Optional<JsonNode> series = only(data.path("result"));
        if (series.isEmpty()) {
            return List.of();
        }
        List<Sample> samples = new ArrayList<>();
        for (JsonNode pair : series.get().path("values")) {
            samples.add(sample(pair));
        }
        // Without a step the first sample is one of long ago; a series that has no sample since has no value.
        boolean now = query.steps().isPresent() || Sample.of(series.get().path("values").path(samples.size() - 1).path(0)).flatMap(Sample::number)
                .filter(t -> time(query.now()).subtract(t).abs().compareTo(SECOND) < 0).isPresent();
        return now ? samples : List.of();
    }

    private static Optional<JsonNode> only(JsonNode result) throws NoValueException {
        if (result.size() > 1) {
            throw new NoValueException(Problem.AMBIGUOUS, "expected one series, found " + result.size() + "; let the query make one of them, for example with sum or max");
        }
        if (result.size() == 1 && (result.path(0).has("histogram") || result.path(0).has("histograms"))) {
            throw new NoValueException(Problem.UNREADABLE, "expected numbers, found a native histogram; let the query make a number of it, for example with histogram_quantile");
        }
        return Optional.ofNullable(result.get(0));
    }

    private static Sample sample(JsonNode pair) throws NoValueException {
        return Sample.of(pair.path(1)).orElseThrow(() -> new NoValueException(Problem.UNREADABLE, "expected pairs of time and number from the provider, found something else"));
    }
}
