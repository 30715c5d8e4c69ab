package dev.dromon.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromon.provider.MetricQuery.Single;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Elasticsearch's search API: the query is the body of a search. The value is where spec.jsonPath says, else that of the only aggregation, else the number of hits. */
final class ElasticApi implements ProviderApi {

    @Override
    public Step begin(Server server, MetricQuery query) throws NoValueException {
        JsonValues path = query.jsonPath().isPresent() ? JsonValues.at(query.jsonPath().get()) : null;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        if (server.credentials().isPresent()) {
            headers.put("Authorization", "ApiKey " + server.credentials().get().header(server.credentials().get().key()));
        }
        HttpCall call = HttpCall.post(server.at("/_search"), headers, new HttpCall.Body("application/json", query.text()));
        return ProviderApi.ask(call, answer -> {
            JsonNode document = complete(answer);
            return query.found(path == null ? List.of(only(document)) : path.in(document), Single::only);
        });
    }

    /** A search that some shards did not answer tells of a part only. */
    private static JsonNode complete(HttpAnswer answer) throws NoValueException {
        JsonNode document = answer.require(answer.document().flatMap(d -> HttpAnswer.words(d.path("error").path("reason")).or(() -> HttpAnswer.words(d.path("error")))));
        if (document.path("timed_out").asBoolean() || document.path("_shards").path("failed").asInt() > 0) {
            throw new NoValueException(Problem.NO_DATA, "the search timed out, or failed on " + document.path("_shards").path("failed").asInt() + " shards, so its answer is not complete");
        }
        return document;
    }

    private static Sample only(JsonNode document) throws NoValueException {
        JsonNode aggregations = document.path("aggregations");
        List<JsonNode> values = new ArrayList<>();
        aggregations.forEach(each -> values.add(each.path("value")));
        if (values.size() > 1) {
            throw new NoValueException(Problem.AMBIGUOUS, "expected one aggregation, found " + values.size() + "; say by spec.jsonPath which one counts, such as $.aggregations.errors.value");
        }
        JsonNode total = document.path("hits").path("total");
        if (values.isEmpty() && !"eq".equals(total.path("relation").asText())) {
            throw new NoValueException(Problem.AMBIGUOUS, "expected an aggregation or an exact number of hits, found neither; add track_total_hits to the query, or say by spec.jsonPath what counts");
        }
        JsonNode value = values.isEmpty() ? total.path("value") : values.get(0);
        if (value.isNull()) {
            throw new NoValueException(Problem.NO_DATA, "the provider found no value for the query");
        }
        return Sample.of(value).orElseThrow(() -> new NoValueException(Problem.AMBIGUOUS,
                "expected an aggregation with one value, found another one; say by spec.jsonPath what counts, such as $.aggregations.latency.values['95.0']"));
    }
}
