package dev.dromon.act;

import dev.dromon.api.EvaluationStatusItem;
import dev.dromon.api.KeptnEvaluation;
import dev.dromon.api.KeptnEvaluationStatus;
import dev.dromon.evaluation.EvaluationDecider;
import dev.dromon.evaluation.EvaluationDecision;
import dev.dromon.evaluation.EvaluationStatus;
import dev.dromon.gather.EvaluationGather.EvaluationRun;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.kube.Times;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body {@link EvaluationRun}: decides the evaluation and writes its status once, if it changed. */
public final class EvaluationProcessor implements Processor {

    private final ClusterWriter writer;

    /** Writes through the writer. */
    public EvaluationProcessor(ClusterWriter writer) {
        this.writer = writer;
    }

    @Override
    public void process(Exchange exchange) {
        EvaluationRun run = exchange.getMessage().getBody(EvaluationRun.class);
        EvaluationDecision decision = EvaluationDecider.decide(run.observation());
        if (!decision.status().equals(run.observation().status())) {
            KeptnEvaluation evaluation = run.evaluation();
            KeptnEvaluationStatus wire = Optional.ofNullable(evaluation.getStatus()).orElseGet(KeptnEvaluationStatus::new);
            fill(wire, decision.status());
            evaluation.setStatus(wire);
            writer.updateStatus(evaluation);
        }
        decision.requeueAfter().ifPresent(after -> exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, after));
    }

    private static void fill(KeptnEvaluationStatus wire, EvaluationStatus status) {
        wire.overallStatus = status.state().wire();
        wire.retryCount = status.attempts();
        wire.lastAttemptTime = status.lastAttempt().map(Times::micros).orElse(null);
        wire.startTime = status.start().map(Times::micros).orElse(null);
        wire.endTime = status.end().map(Times::micros).orElse(null);
        wire.evaluationStatus = objectives(status);
    }

    /** Keyed by metric as in Keptn; a metric that is named again gets its position added, so that no objective hides another. */
    private static Map<String, EvaluationStatusItem> objectives(EvaluationStatus status) {
        Map<String, EvaluationStatusItem> items = new LinkedHashMap<>();
        for (int position = 0; position < status.objectives().size(); position++) {
            EvaluationStatus.Objective objective = status.objectives().get(position);
            EvaluationStatusItem item = new EvaluationStatusItem();
            item.target = objective.target();
            item.value = objective.value();
            item.source = objective.source().isEmpty() ? null : objective.source();
            item.time = objective.time().map(Times::micros).orElse(null);
            item.status = objective.state().wire();
            item.message = objective.message();
            items.put(items.containsKey(objective.metric()) ? objective.metric() + "#" + position : objective.metric(), item);
        }
        return items;
    }
}
