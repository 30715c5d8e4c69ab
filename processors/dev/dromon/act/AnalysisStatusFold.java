package dev.dromon.act;

import dev.dromon.analysis.AnalysisObservation;
import dev.dromon.analysis.AnalysisResult;
import dev.dromon.analysis.AnalysisProgress;
import dev.dromon.analysis.Definition;
import dev.dromon.analysis.ObjectiveResult;
import dev.dromon.analysis.Reference;
import dev.dromon.analysis.StoredValue;
import dev.dromon.analysis.Timeframe;
import dev.dromon.api.Analysis;
import dev.dromon.api.AnalysisReference;
import dev.dromon.api.AnalysisStatus;
import dev.dromon.api.AnalysisStoredValue;
import dev.dromon.api.AnalysisTimeframe;
import dev.dromon.kube.ConditionMapper;
import dev.dromon.model.Blocker;
import io.fabric8.kubernetes.api.model.Condition;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a decision makes of the status of an Analysis. Pure; never throws. Rule: docs/reference/analysis.md, the status. */
final class AnalysisStatusFold {

    private static final String READY = "Ready";
    private static final String STALLED = "Stalled";
    private static final String RECONCILING = "Reconciling";
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private AnalysisStatusFold() {
    }

    /** Changes the status of the Analysis. */
    static void fold(Analysis analysis, AnalysisObservation seen, AnalysisProgress decided) {
        AnalysisStatus status = Optional.ofNullable(analysis.getStatus()).orElseGet(AnalysisStatus::new);
        status.observedGeneration = analysis.getMetadata().getGeneration();
        status.state = decided.state().wire();
        status.timeframe = decided.timeframe().map(AnalysisStatusFold::timeframe).orElse(null);
        status.storedValues = stored(decided.stored());
        decided.result().ifPresent(result -> {
            status.pass = result.pass() ? Boolean.TRUE : null;
            status.warning = result.warning() ? Boolean.TRUE : null;
            status.raw = AnalysisRaw.of(result);
        });
        status.conditions = ConditionMapper.timed(conditions(seen, decided), status.conditions, status.observedGeneration, seen.now());
        analysis.setStatus(status);
    }

    private static AnalysisTimeframe timeframe(Timeframe range) {
        AnalysisTimeframe timeframe = new AnalysisTimeframe();
        timeframe.from = range.from().toString();
        timeframe.to = range.to().toString();
        return timeframe;
    }

    /** Keyed as in Keptn; a key that is taken gets a number, so that no value hides another. */
    private static Map<String, AnalysisStoredValue> stored(List<StoredValue> values) {
        Map<String, AnalysisStoredValue> all = new LinkedHashMap<>();
        for (StoredValue value : values) {
            String key = value.template().name() + value.template().namespace().map(n -> "-" + n).orElse("");
            AnalysisStoredValue stored = new AnalysisStoredValue();
            stored.objectiveReference = reference(value.template());
            stored.query = value.query();
            stored.value = value.answer().value().orElse("");
            stored.errMsg = value.answer().value().isPresent() ? null : value.answer().problem();
            all.put(all.containsKey(key) ? key + "#" + all.size() : key, stored);
        }
        return all;
    }

    private static AnalysisReference reference(Reference template) {
        AnalysisReference reference = new AnalysisReference();
        reference.name = template.name();
        reference.namespace = template.namespace().orElse(null);
        return reference;
    }

    private static List<Condition> conditions(AnalysisObservation seen, AnalysisProgress decided) {
        if (decided.result().isPresent()) {
            return verdict(decided.result().get(), seen.definition().orElseThrow());
        }
        String reason = decided.blocker().map(Blocker::reason).orElse("Progressing");
        String message = decided.blocker().map(Blocker::message).orElse("values are asked for");
        boolean stuck = decided.blocker().filter(Blocker::stuck).isPresent();
        return List.of(ConditionMapper.condition(READY, false, reason, message), ConditionMapper.condition(stuck ? STALLED : RECONCILING, true, reason, message));
    }

    private static List<Condition> verdict(AnalysisResult result, Definition definition) {
        String reason = result.pass() ? "Passed" : result.warning() ? "PassedWithWarning" : "Failed";
        String message = message(result, definition);
        Condition ready = ConditionMapper.condition(READY, result.pass() || result.warning(), reason, message);
        return result.pass() || result.warning() ? List.of(ready) : List.of(ready, ConditionMapper.condition(STALLED, true, reason, message));
    }

    private static String message(AnalysisResult result, Definition definition) {
        String score = result.maximum().signum() == 0 ? "no objective counts"
                : result.total().stripTrailingZeros().toPlainString() + " of " + result.maximum().toPlainString() + ", "
                        + result.total().multiply(HUNDRED).divide(result.maximum(), 2, RoundingMode.DOWN).stripTrailingZeros().toPlainString() + " %";
        String wanted = "; pass from " + definition.passPercentage() + " %, warning from " + definition.warningPercentage() + " %";
        String key = result.objectives().stream().filter(ObjectiveResult::spoils).map(o -> o.objective().template().name()).collect(Collectors.joining(", "));
        return Stream.of("scored " + score + wanted, key.isEmpty() ? "" : "key objectives that failed: " + key).filter(s -> !s.isEmpty()).collect(Collectors.joining("; "));
    }
}
