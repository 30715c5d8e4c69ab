package dev.dromon.gather;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.Analysis;
import dev.dromon.api.AnalysisReference;
import dev.dromon.api.AnalysisRun;
import dev.dromon.api.AnalysisSpec;
import dev.dromon.api.AnalysisStatus;
import dev.dromon.api.AnalysisTimeframe;
import dev.dromon.api.KeptnEvaluation;
import dev.dromon.evaluation.EvaluationStatus;
import dev.dromon.evaluation.ObjectiveObservation;
import dev.dromon.evaluation.ObjectiveObservation.Verdict;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.Times;
import dev.dromon.model.State;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Analyses of evaluations: one for each attempt at an objective that is an analysis, whose name is a function of the evaluation, the place of the objective and the attempt. Never
 * throws. Rules: docs/reference/evaluations.md, analyses.
 */
final class EvaluationAnalyses {

    /** How long an attempt waits for an Analysis. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COMPLETED = "Completed";
    private static final int PERCENT = 100;
    private static final int DECIMALS = 2;

    private final KindCache<Analysis> analyses;

    EvaluationAnalyses(KindCache<Analysis> analyses) {
        this.analyses = analyses;
    }

    /**
     * What is found of an objective.
     *
     * @param wanted the Analysis that is to be created; empty when there is none to create
     */
    record Found(ObjectiveObservation objective, Optional<Analysis> wanted) {
    }

    /** What was met stays met; otherwise the Analysis of the attempt that is due, or, between two attempts, that of the last one. */
    Found objective(KeptnEvaluation evaluation, EvaluationStatus status, int position, AnalysisRun run, Optional<Integer> due, Instant now) {
        ObjectiveObservation.Metric definition = new ObjectiveObservation.Metric(Optional.ofNullable(run.namespace).orElse(""), run.name, "");
        Optional<EvaluationStatus.Objective> met = met(status.objectives(), position, definition);
        if (met.isPresent()) {
            return found(definition, value(met.get().value(), met.get().fetched()), new Verdict(State.SUCCEEDED, met.get().message(), Optional.empty()));
        }
        String name = evaluation.getMetadata().getName() + "-" + position + "-" + due.orElse(status.attempts());
        Optional<Analysis> analysis = analyses.get(evaluation.getMetadata().getNamespace(), name).filter(a -> ours(a, evaluation));
        if (analysis.isEmpty()) {
            Verdict none = due.isPresent() ? new Verdict(State.PROGRESSING, "Analysis " + name + " is made", Optional.of(now.plus(PATIENCE)))
                    : new Verdict(State.FAILED, "Analysis " + name + " is gone", Optional.empty());
            return new Found(new ObjectiveObservation(definition, ObjectiveObservation.PASS, Optional.empty(), none.message(), Optional.of(none)), due.map(d -> analysis(evaluation, name, run)));
        }
        return judged(definition, analysis.get(), now);
    }

    private static Optional<EvaluationStatus.Objective> met(List<EvaluationStatus.Objective> before, int position, ObjectiveObservation.Metric definition) {
        return Optional.of(position).filter(p -> p < before.size()).map(before::get)
                .filter(o -> o.state() == State.SUCCEEDED && o.metric().equals(definition) && o.target().equals(ObjectiveObservation.PASS));
    }

    private static boolean ours(Analysis analysis, KeptnEvaluation evaluation) {
        return analysis.getMetadata().getOwnerReferences().stream().anyMatch(o -> evaluation.getMetadata().getUid().equals(o.getUid()));
    }

    private static Found judged(ObjectiveObservation.Metric definition, Analysis analysis, Instant now) {
        AnalysisStatus status = Optional.ofNullable(analysis.getStatus()).orElseGet(AnalysisStatus::new);
        String name = "Analysis " + analysis.getMetadata().getName();
        if (!COMPLETED.equals(status.state)) {
            String why = status.conditions.stream().filter(c -> "Ready".equals(c.getType())).map(Condition::getMessage).filter(m -> m != null && !m.isBlank()).findFirst().map(m -> ": " + m).orElse("");
            Instant until = Times.parse(analysis.getMetadata().getCreationTimestamp()).orElse(now).plus(PATIENCE);
            return found(definition, Optional.empty(), now.isBefore(until) ? new Verdict(State.PROGRESSING, name + " has no verdict yet" + why, Optional.of(until))
                    : new Verdict(State.FAILED, name + " had no verdict after " + PATIENCE.toMinutes() + " minutes" + why, Optional.empty()));
        }
        boolean warned = Boolean.TRUE.equals(status.warning);
        boolean passed = Boolean.TRUE.equals(status.pass) || warned;
        Optional<String> score = score(status.raw);
        String verdict = warned ? " passed with a warning" : passed ? " passed" : " did not pass";
        return found(definition, value(score.orElse(""), Times.parse(status.timeframe == null ? null : status.timeframe.to)),
                new Verdict(passed ? State.SUCCEEDED : State.FAILED, name + verdict + score.map(s -> ", with " + s + " % of its score").orElse(""), Optional.empty()));
    }

    private static Found found(ObjectiveObservation.Metric definition, Optional<ObjectiveObservation.Value> value, Verdict verdict) {
        return new Found(new ObjectiveObservation(definition, ObjectiveObservation.PASS, value, value.isPresent() ? "" : verdict.message(), Optional.of(verdict)), Optional.empty());
    }

    private static Optional<ObjectiveObservation.Value> value(String text, Optional<Instant> time) {
        return Optional.of(text).filter(t -> !t.isEmpty()).map(t -> new ObjectiveObservation.Value(t, time, Duration.ZERO));
    }

    /** In percent; empty when the result says none, or its maximum is 0. */
    private static Optional<String> score(String raw) {
        try {
            JsonNode result = JSON.readTree(Optional.ofNullable(raw).orElse("{}"));
            BigDecimal maximum = result.path("maximumScore").decimalValue();
            return maximum.signum() == 0 ? Optional.empty()
                    : Optional.of(result.path("totalScore").decimalValue().multiply(BigDecimal.valueOf(PERCENT)).divide(maximum, DECIMALS, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Analysis analysis(KeptnEvaluation evaluation, String name, AnalysisRun run) {
        Analysis analysis = new Analysis();
        analysis.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(evaluation.getMetadata().getNamespace()).withOwnerReferences(ClusterWriter.controlledBy(evaluation)).build());
        AnalysisSpec spec = new AnalysisSpec();
        spec.timeframe = new AnalysisTimeframe();
        spec.timeframe.recent = run.recent;
        spec.args = args(evaluation, run);
        spec.analysisDefinition = new AnalysisReference();
        spec.analysisDefinition.name = run.name;
        spec.analysisDefinition.namespace = run.namespace;
        analysis.setSpec(spec);
        return analysis;
    }

    /** What the evaluation is about, as in the context of tasks; the definition's own win. */
    private static Map<String, String> args(KeptnEvaluation evaluation, AnalysisRun run) {
        Map<String, String> args = new LinkedHashMap<>();
        args.put("namespace", evaluation.getMetadata().getNamespace());
        args.put("appName", evaluation.getSpec().appName);
        args.put("appVersion", evaluation.getSpec().appVersion);
        args.put("workloadName", evaluation.getSpec().workload);
        args.put("workloadVersion", evaluation.getSpec().workloadVersion);
        args.values().removeIf(v -> v == null || v.isEmpty());
        args.putAll(Optional.ofNullable(run.args).orElse(Map.of()));
        return args;
    }
}
