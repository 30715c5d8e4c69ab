package dev.dromon.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromon.provider.MetricQuery.Single;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Datadog's API, version 1: query timeseries points. It has no parameter for a step: points that are closer than a step are averaged within it, as Datadog's rollup does.
 */
final class DatadogApi implements ProviderApi {

    private static final String API_KEY = "DD_CLIENT_API_KEY";
    private static final String APPLICATION_KEY = "DD_CLIENT_APP_KEY";
    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(5);

    @Override
    public Step begin(Server server, MetricQuery query) throws NoValueException {
        Credentials credentials = server.required();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("from", Long.toString(query.from(DEFAULT_INTERVAL).getEpochSecond()));
        parameters.put("to", Long.toString(query.now().getEpochSecond()));
        parameters.put("query", query.text());
        Map<String, String> headers = Map.of("Accept", "application/json", "DD-API-KEY", credentials.header(API_KEY), "DD-APPLICATION-KEY", credentials.header(APPLICATION_KEY));
        return ProviderApi.ask(HttpCall.get(server.at("/api/v1/query?" + Server.form(parameters)), headers), answer -> read(answer, query));
    }

    private static Step read(HttpAnswer answer, MetricQuery query) throws NoValueException {
        JsonNode document = answer.require(answer.document().flatMap(d -> HttpAnswer.words(d.path("error")).or(() -> HttpAnswer.words(d.path("errors").path(0)))));
        if (!"ok".equals(document.path("status").asText("ok"))) {
            throw new NoValueException(Problem.ERROR, "the provider refused the query: " + HttpAnswer.words(document.path("error")).orElse("it does not say why"));
        }
        JsonNode series = document.path("series");
        if (series.size() > 1) {
            throw new NoValueException(Problem.AMBIGUOUS, "expected one series, found " + series.size() + "; let the query make one of them, without by {...}");
        }
        return query.found(stepped(points(series.path(0)), series.path(0), query), Single::mean);
    }

    /** Milliseconds since the epoch and value; those without a value are left out. */
    private static List<Map.Entry<Long, Sample>> points(JsonNode series) throws NoValueException {
        List<Map.Entry<Long, Sample>> points = new ArrayList<>();
        for (JsonNode pair : series.path("pointlist")) {
            if (!pair.path(1).isNull()) {
                points.add(Map.entry(pair.path(0).asLong(), Sample.of(pair.path(1)).orElseThrow(() -> new NoValueException(Problem.UNREADABLE,
                        "expected pairs of time and number from the provider, found something else"))));
            }
        }
        return points;
    }

    private static List<Sample> stepped(List<Map.Entry<Long, Sample>> points, JsonNode series, MetricQuery query) throws NoValueException {
        if (query.steps().isEmpty()) {
            return points.stream().map(Map.Entry::getValue).toList();
        }
        long step = query.steps().get().step().toMillis();
        if (BigDecimal.valueOf(series.path("interval").asDouble() * 1000).compareTo(BigDecimal.valueOf(step)) > 0) {
            throw new NoValueException(Problem.METRIC_UNUSABLE, "expected points at most range.step apart, found them " + series.path("interval").asText()
                    + " s apart; add .rollup(...) to the query, or make range.step longer");
        }
        Map<Long, List<Sample>> steps = new TreeMap<>();
        points.forEach(point -> steps.computeIfAbsent(Math.floorDiv(point.getKey(), step), s -> new ArrayList<>()).add(point.getValue()));
        return steps.values().stream().map(samples -> Aggregation.AVG.of(samples).orElseThrow()).toList();
    }
}
