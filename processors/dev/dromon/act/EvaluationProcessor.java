package dev.dromon.act;

import dev.dromon.api.KeptnEvaluation;
import dev.dromon.api.KeptnEvaluationStatus;
import dev.dromon.evaluation.EvaluationDecider;
import dev.dromon.evaluation.EvaluationDecision;
import dev.dromon.gather.EvaluationGather.EvaluationRun;
import dev.dromon.gather.EvaluationStatusMapper;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KubeHeaders;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body {@link EvaluationRun}: creates the Analyses that its attempt needs, decides the evaluation and writes its status once, if it changed. */
public final class EvaluationProcessor implements Processor {

    private final ClusterWriter writer;
    private final FlowListener listener;

    /** Writes through the writer. */
    public EvaluationProcessor(ClusterWriter writer, FlowListener listener) {
        this.writer = writer;
        this.listener = listener;
    }

    @Override
    public void process(Exchange exchange) {
        EvaluationRun run = exchange.getMessage().getBody(EvaluationRun.class);
        run.wanted().forEach(writer::create);
        EvaluationDecision decision = EvaluationDecider.decide(run.observation());
        if (!decision.status().equals(run.observation().status())) {
            KeptnEvaluation evaluation = run.evaluation();
            KeptnEvaluationStatus wire = Optional.ofNullable(evaluation.getStatus()).orElseGet(KeptnEvaluationStatus::new);
            EvaluationStatusMapper.write(decision.status(), wire);
            evaluation.setStatus(wire);
            writer.updateStatus(evaluation);
            if (decision.status().state().completed() && !run.observation().status().state().completed()) {
                listener.evaluationEnded(decision.status().state(), Took.between(decision.status().start(), decision.status().end()));
            }
        }
        decision.requeueAfter().ifPresent(after -> exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, after));
    }
}
