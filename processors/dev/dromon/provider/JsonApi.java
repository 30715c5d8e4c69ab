package dev.dromon.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromon.provider.MetricQuery.Single;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Any server that answers GET with JSON: the query is a path below the address, the values are where spec.jsonPath says. */
final class JsonApi implements ProviderApi {

    @Override
    public Step begin(Server server, MetricQuery query) throws NoValueException {
        // Anything else could make another host of the address.
        if (!query.text().startsWith("/") && !query.text().startsWith("?")) {
            throw new NoValueException(Problem.METRIC_UNUSABLE, "expected spec.query to be a path below the provider's address, such as /stats?name=load, found something else; let it begin with /");
        }
        String path = query.jsonPath().orElseThrow(() -> new NoValueException(Problem.METRIC_UNUSABLE,
                "expected spec.jsonPath to say where the value is in the answer, such as $.data.value, found none; add it"));
        JsonValues values = JsonValues.at(path);
        Map<String, String> headers = new LinkedHashMap<>(server.authorization());
        headers.put("Accept", "application/json");
        return ProviderApi.ask(HttpCall.get(server.at(timed(query)), headers), answer -> {
            JsonNode document = answer.require(Optional.empty());
            return query.found(values.in(document), Single::only);
        });
    }

    /** The times of a range are put where the query has a place for them. */
    private static String timed(MetricQuery query) {
        Instant from = query.from(Duration.ZERO);
        return query.text().replace("${from}", Server.encoded(from.truncatedTo(ChronoUnit.SECONDS).toString())).replace("${to}", Server.encoded(query.now().truncatedTo(ChronoUnit.SECONDS).toString()))
                .replace("${fromSeconds}", Long.toString(from.getEpochSecond())).replace("${toSeconds}", Long.toString(query.now().getEpochSecond()))
                .replace("${stepSeconds}", Long.toString(query.steps().map(s -> s.step().toSeconds()).orElse(0L)));
    }
}
