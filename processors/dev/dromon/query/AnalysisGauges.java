package dev.dromon.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.Analysis;
import dev.dromon.api.AnalysisTimeframe;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Results of Analyses as gauges, under the names that Keptn's operator had; one without a result is left out. Never throws. */
final class AnalysisGauges {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

    private AnalysisGauges() {
    }

    private record Told(Analysis analysis, JsonNode result) {
    }

    /** The page of these analyses, in their order. */
    static String page(List<Analysis> analyses) {
        List<Told> results = analyses.stream().flatMap(a -> result(a).map(r -> new Told(a, r)).stream()).toList();
        GaugePage page = new GaugePage();
        page.family("keptn_analysis_result", "Share of the score that the Analysis reached, in percent");
        results.forEach(told -> page.sample(labels(told.analysis()), percentage(told.result())));
        page.family("keptn_objective_result", "Value of an objective of the Analysis");
        results.forEach(told -> told.result().path("objectiveResults").forEach(o -> objective(page, told.analysis(), o)));
        return page.text();
    }

    private static Optional<JsonNode> result(Analysis analysis) {
        return Optional.ofNullable(analysis.getStatus()).map(s -> s.raw).flatMap(raw -> {
            try {
                return Optional.of(JSON.readTree(raw));
            } catch (JsonProcessingException e) {
                return Optional.empty();
            }
        }).filter(JsonNode::isObject);
    }

    private static String percentage(JsonNode result) {
        BigDecimal maximum = result.path("maximumScore").decimalValue();
        return maximum.signum() == 0 ? "0" : result.path("totalScore").decimalValue().multiply(PERCENT).divide(maximum, MathContext.DECIMAL64).toString();
    }

    /** An objective without a value has none here, where Keptn's operator told 0. */
    private static void objective(GaugePage page, Analysis analysis, JsonNode result) {
        if (result.has("error")) {
            return;
        }
        JsonNode template = result.at("/objective/analysisValueTemplateRef");
        Map<String, String> labels = GaugePage.labels("name", template.path("name").asText(), "namespace", template.path("namespace").asText(), "analysis_name", analysis.getMetadata().getName(),
                "analysis_namespace", analysis.getMetadata().getNamespace(), "key_objective", String.valueOf(result.at("/objective/keyObjective").asBoolean()),
                "weight", String.valueOf(result.at("/objective/weight").asInt()));
        labels.putAll(timeframe(analysis));
        page.sample(labels, result.path("value").decimalValue().toString());
    }

    private static Map<String, String> labels(Analysis analysis) {
        Map<String, String> labels = GaugePage.labels("name", analysis.getMetadata().getName(), "namespace", analysis.getMetadata().getNamespace());
        labels.putAll(timeframe(analysis));
        return labels;
    }

    private static Map<String, String> timeframe(Analysis analysis) {
        AnalysisTimeframe time = Optional.ofNullable(analysis.getStatus().timeframe).orElseGet(AnalysisTimeframe::new);
        return GaugePage.labels("from", Optional.ofNullable(time.from).orElse(""), "to", Optional.ofNullable(time.to).orElse(""));
    }
}
