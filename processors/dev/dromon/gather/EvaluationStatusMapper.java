package dev.dromon.gather;

import dev.dromon.api.EvaluationAttempt;
import dev.dromon.api.EvaluationStatusItem;
import dev.dromon.api.KeptnEvaluationStatus;
import dev.dromon.api.ObjectiveStatus;
import dev.dromon.evaluation.EvaluationStatus;
import dev.dromon.evaluation.ObjectiveObservation;
import dev.dromon.kube.Times;
import dev.dromon.model.State;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Translates between the status of a KeptnEvaluation and the core's {@link EvaluationStatus}. Reading never throws: what is absent reads as not begun. Writing and reading again gives an
 * equal value. Fields: docs/reference/evaluations.md.
 */
public final class EvaluationStatusMapper {

    private EvaluationStatusMapper() {
    }

    /** What is recorded of an evaluation; null is {@link EvaluationStatus#NEW}. */
    static EvaluationStatus read(KeptnEvaluationStatus status) {
        if (status == null) {
            return EvaluationStatus.NEW;
        }
        List<EvaluationStatus.Attempt> attempts = status.attempts.stream().map(a -> new EvaluationStatus.Attempt(Times.parse(a.time).orElse(Instant.EPOCH), objectives(a.objectives))).toList();
        return new EvaluationStatus(State.of(status.overallStatus), status.retryCount == null ? 0 : status.retryCount, Times.parse(status.lastAttemptTime), objectives(status.objectives),
                attempts, Times.parse(status.startTime), Times.parse(status.endTime));
    }

    private static List<EvaluationStatus.Objective> objectives(List<ObjectiveStatus> wire) {
        return wire.stream().map(o -> new EvaluationStatus.Objective(new ObjectiveObservation.Metric(or(o.namespace), or(o.metric), or(o.provider)), or(o.target), or(o.value),
                Times.parse(o.fetchedTime), State.of(o.status), or(o.message))).toList();
    }

    /** Puts an evaluation into a status; fields that it does not know stay. */
    public static void write(EvaluationStatus status, KeptnEvaluationStatus wire) {
        wire.overallStatus = status.state().wire();
        wire.retryCount = status.attempts();
        wire.lastAttemptTime = status.lastAttempt().map(Times::micros).orElse(null);
        wire.startTime = status.start().map(Times::micros).orElse(null);
        wire.endTime = status.end().map(Times::micros).orElse(null);
        wire.evaluationStatus = byMetric(status.objectives());
        wire.objectives = status.objectives().stream().map(EvaluationStatusMapper::objective).toList();
        wire.attempts = status.history().stream().map(EvaluationStatusMapper::attempt).toList();
    }

    /** Keyed by metric as in Keptn; a metric that is named again gets its position added, so that no objective hides another. */
    private static Map<String, EvaluationStatusItem> byMetric(List<EvaluationStatus.Objective> objectives) {
        Map<String, EvaluationStatusItem> items = new LinkedHashMap<>();
        for (int position = 0; position < objectives.size(); position++) {
            EvaluationStatus.Objective objective = objectives.get(position);
            EvaluationStatusItem item = new EvaluationStatusItem();
            item.target = objective.target();
            item.value = objective.value();
            item.status = objective.state().wire();
            item.message = objective.message();
            String name = objective.metric().name();
            items.put(items.containsKey(name) ? name + "#" + position : name, item);
        }
        return items;
    }

    private static EvaluationAttempt attempt(EvaluationStatus.Attempt attempt) {
        EvaluationAttempt wire = new EvaluationAttempt();
        wire.time = Times.micros(attempt.time());
        wire.objectives = attempt.objectives().stream().map(EvaluationStatusMapper::objective).toList();
        return wire;
    }

    private static ObjectiveStatus objective(EvaluationStatus.Objective objective) {
        ObjectiveStatus wire = new ObjectiveStatus();
        wire.metric = objective.metric().name();
        wire.namespace = text(objective.metric().namespace());
        wire.provider = text(objective.metric().provider());
        wire.target = objective.target();
        wire.value = text(objective.value());
        wire.fetchedTime = objective.fetched().map(Times::micros).orElse(null);
        wire.status = objective.state().wire();
        wire.message = objective.message();
        return wire;
    }

    private static String text(String value) {
        return value.isEmpty() ? null : value;
    }

    private static String or(String text) {
        return Optional.ofNullable(text).orElse("");
    }
}
