package dev.dromon.act;

import dev.dromon.analysis.AnalysisResult;
import dev.dromon.analysis.Criterion;
import dev.dromon.analysis.Objective;
import dev.dromon.analysis.ObjectiveResult;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The result of an Analysis as JSON, with the fields and their order of Keptn's status.raw. Pure; never throws. Rule: docs/reference/analysis.md, status.raw. */
final class AnalysisRaw {

    private AnalysisRaw() {
    }

    /** One line of JSON. Numbers are exact; bounds are texts, as written; an error is a text. */
    static String of(AnalysisResult result) {
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("objectiveResults", result.objectives().stream().map(AnalysisRaw::objective).toList());
        raw.put("totalScore", number(result.total()));
        raw.put("maximumScore", number(result.maximum()));
        raw.put("pass", result.pass());
        raw.put("warning", result.warning());
        return Json.line(raw);
    }

    private static Map<String, Object> objective(ObjectiveResult result) {
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("result", outcome(result));
        raw.put("objective", written(result.objective()));
        raw.put("value", number(result.value().orElse(BigDecimal.ZERO)));
        raw.put("query", result.query());
        raw.put("score", number(result.score()));
        result.error().ifPresent(error -> raw.put("error", error));
        return raw;
    }

    /** A criterion that was not looked at is left out: that for a warning after a failure, both without a number. */
    private static Map<String, Object> outcome(ObjectiveResult result) {
        boolean judged = result.value().isPresent();
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("failResult", fulfilled(result.objective().failure().filter(c -> judged), result.failed()));
        raw.put("warnResult", fulfilled(result.objective().warning().filter(c -> judged && !result.failed()), result.warned()));
        raw.put("warning", result.warned());
        raw.put("pass", result.passed());
        return raw;
    }

    private static Map<String, Object> fulfilled(Optional<Criterion> criterion, boolean met) {
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("operator", criterion.map(AnalysisRaw::criterion).orElse(Map.of()));
        raw.put("fulfilled", met);
        return raw;
    }

    private static Map<String, Object> written(Objective objective) {
        Map<String, Object> template = new LinkedHashMap<>();
        template.put("name", objective.template().name());
        objective.template().namespace().ifPresent(namespace -> template.put("namespace", namespace));
        Map<String, Object> target = new LinkedHashMap<>();
        objective.failure().ifPresent(c -> target.put("failure", criterion(c)));
        objective.warning().ifPresent(c -> target.put("warning", criterion(c)));
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("analysisValueTemplateRef", template);
        raw.put("target", target);
        if (objective.weight() != 0) {
            raw.put("weight", objective.weight());
        }
        if (objective.key()) {
            raw.put("keyObjective", true);
        }
        return raw;
    }

    private static Map<String, Object> criterion(Criterion criterion) {
        Map<String, Object> bounds = new LinkedHashMap<>();
        if (criterion.operator().range()) {
            bounds.put("lowBound", criterion.low().text());
            bounds.put("highBound", criterion.high().text());
        } else {
            bounds.put("fixedValue", criterion.low().text());
        }
        return Map.of(criterion.operator().wire(), bounds);
    }

    private static BigDecimal number(BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }
}
