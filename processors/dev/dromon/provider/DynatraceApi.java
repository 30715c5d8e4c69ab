package dev.dromon.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromon.provider.MetricQuery.Single;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Dynatrace's Metrics API, version 2: GET metric data points. The query is a metric selector; further parameters of that request may follow it, each after an &amp;.
 * A value is the mean of all data points of all series.
 */
final class DynatraceApi implements ProviderApi {

    private static final Set<String> PARAMETERS = Set.of("entitySelector", "mzSelector", "resolution", "from", "to");

    @Override
    public Step begin(Server server, MetricQuery query) throws NoValueException {
        String address = server.at("/");
        String url = address + (address.endsWith("/api/") ? "" : "api/") + "v2/metrics/query?" + Server.form(parameters(query));
        Credentials credentials = server.required();
        Map<String, String> headers = Map.of("Accept", "application/json", "Authorization", "Api-Token " + credentials.header(credentials.key()));
        return ProviderApi.ask(HttpCall.get(url, headers), answer -> read(answer, query));
    }

    private static Map<String, String> parameters(MetricQuery query) throws NoValueException {
        Map<String, String> parameters = new LinkedHashMap<>();
        StringBuilder selector = new StringBuilder();
        for (String part : query.text().split("&")) {
            int equals = part.indexOf('=');
            boolean parameter = !selector.isEmpty() && equals > 0 && PARAMETERS.contains(part.substring(0, equals));
            if (parameter) {
                parameters.put(part.substring(0, equals), part.substring(equals + 1));
            } else {
                selector.append(selector.isEmpty() ? "" : "&").append(part);
            }
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put("metricSelector", selector.toString().replaceFirst("^metricSelector=", ""));
        query.range().ifPresent(range -> {
            all.put("from", Long.toString(query.now().minus(range.interval()).toEpochMilli()));
            all.put("to", Long.toString(query.now().toEpochMilli()));
        });
        if (query.steps().isPresent()) {
            all.put("resolution", resolution(query.steps().get().step()));
        }
        all.putAll(parameters);
        return all;
    }

    /** The API takes whole minutes. */
    private static String resolution(Duration step) throws NoValueException {
        if (!step.equals(Duration.ofMinutes(step.toMinutes())) || step.isZero()) {
            throw new NoValueException(Problem.METRIC_UNUSABLE, "expected range.step to be whole minutes, which is what Dynatrace takes, found something else; for example 1m");
        }
        return step.toMinutes() + "m";
    }

    private static Step read(HttpAnswer answer, MetricQuery query) throws NoValueException {
        JsonNode document = answer.require(answer.document().flatMap(d -> HttpAnswer.words(d.path("error").path("message"))));
        if (document.has("error")) {
            throw new NoValueException(Problem.ERROR, "the provider refused the query: " + HttpAnswer.words(document.path("error").path("message")).orElse("it does not say why"));
        }
        if (!document.path("nextPageKey").isMissingNode() && !document.path("nextPageKey").isNull()) {
            throw new NoValueException(Problem.AMBIGUOUS, "expected all series in one answer, found that there are more; let the query find less, for example with :splitBy()");
        }
        List<Sample> samples = new ArrayList<>();
        for (JsonNode result : document.path("result")) {
            for (JsonNode series : result.path("data")) {
                for (JsonNode value : series.path("values")) {
                    if (!value.isNull()) {
                        samples.add(Sample.of(value).orElseThrow(() -> new NoValueException(Problem.UNREADABLE, "expected numbers as values from the provider, found something else")));
                    }
                }
            }
        }
        return query.found(samples, Single::mean);
    }
}
