package dev.dromon.act;

import dev.dromon.analysis.AnalysisDecider;
import dev.dromon.analysis.AnalysisDecision;
import dev.dromon.analysis.AnalysisObservation;
import dev.dromon.analysis.AnalysisProgress.State;
import dev.dromon.analysis.ValueQuestion;
import dev.dromon.api.Analysis;
import dev.dromon.gather.AnalysisGather.AnalysisRun;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.Keys;
import dev.dromon.kube.KubeHeaders;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Body {@link AnalysisRun}, or null when the Analysis is gone: decides it, writes its status once, if it changed, and asks what has to be asked. It waits for nobody: an answer
 * wakes the route again.
 */
public final class AnalysisProcessor implements Processor {

    private static final Duration AGAIN_WHILE_STARTING = Duration.ofSeconds(1);

    private final ClusterWriter writer;
    private final AnalysisValues values;
    private final KubernetesSerialization serialization;
    private final Consumer<String> wake;
    private final AnalysisFetches fetches;

    /** Asks values. Wake is given keys of analyses to look at, and must only enqueue. */
    public AnalysisProcessor(ClusterWriter writer, AnalysisValues values, KubernetesSerialization serialization, InstantSource clock, Consumer<String> wake) {
        this.writer = writer;
        this.values = values;
        this.serialization = serialization;
        this.wake = wake;
        this.fetches = new AnalysisFetches(clock);
    }

    @Override
    public void process(Exchange exchange) {
        AnalysisRun run = exchange.getMessage().getBody(AnalysisRun.class);
        if (run == null || run.observation().status().state() == State.COMPLETED) {
            fetches.forget(exchange.getMessage().getHeader(KubeHeaders.KEY, String.class));
            return;
        }
        Analysis analysis = run.analysis();
        String key = Keys.key(analysis);
        AnalysisObservation seen = run.observation().asked(fetches.of(key, analysis.getMetadata().getUid()));
        AnalysisDecision decision = AnalysisDecider.decide(seen);
        write(analysis, seen, decision);
        if (decision.status().state() == State.COMPLETED) {
            fetches.forget(key);
        }
        List<ValueQuestion> ready = decision.ask().stream().filter(values::ready).toList();
        for (ValueQuestion question : ready) {
            fetches.begun(key, question, seen.now());
            fetches.await(key, question, values.ask(question, decision.status().timeframe().orElseThrow()), wake);
        }
        Optional<Duration> after = ready.size() == decision.ask().size() ? decision.requeueAfter() : Optional.of(AGAIN_WHILE_STARTING);
        after.ifPresent(pause -> exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, pause));
    }

    private void write(Analysis analysis, AnalysisObservation seen, AnalysisDecision decision) {
        String before = serialization.asJson(analysis.getStatus());
        AnalysisStatusFold.fold(analysis, seen, decision.status());
        if (!serialization.asJson(analysis.getStatus()).equals(before)) {
            writer.updateStatus(analysis);
        }
    }
}
