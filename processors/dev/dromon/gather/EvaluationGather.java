package dev.dromon.gather;

import dev.dromon.api.Analysis;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnEvaluation;
import dev.dromon.api.KeptnEvaluationDefinition;
import dev.dromon.api.KeptnMetric;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.Objective;
import dev.dromon.evaluation.EvaluationObservation;
import dev.dromon.evaluation.EvaluationStatus;
import dev.dromon.evaluation.ObjectiveObservation;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body KeptnEvaluation to {@link EvaluationRun}. */
public final class EvaluationGather implements Processor {

    private static final int DEFAULT_RETRIES = 10;
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

    private final KindCache<KeptnAppVersion> appVersions;
    private final KindCache<KeptnWorkloadVersion> workloadVersions;
    private final Definitions definitions;
    private final EvaluationAnalyses analyses;
    private final InstantSource clock;

    /** Reads through the given caches and readers. */
    public EvaluationGather(KubeCaches caches, Definitions definitions, InstantSource clock) {
        this.appVersions = caches.of(KeptnAppVersion.class);
        this.workloadVersions = caches.of(KeptnWorkloadVersion.class);
        this.definitions = definitions;
        this.analyses = new EvaluationAnalyses(caches.of(Analysis.class));
        this.clock = clock;
    }

    /**
     * A KeptnEvaluation and what was observed of it.
     *
     * @param wanted Analyses that its attempt needs and that are not there
     */
    public record EvaluationRun(KeptnEvaluation evaluation, EvaluationObservation observation, List<Analysis> wanted) {
    }

    @Override
    public void process(Exchange exchange) {
        KeptnEvaluation evaluation = exchange.getMessage().getBody(KeptnEvaluation.class);
        exchange.getMessage().setBody(observe(evaluation));
    }

    private EvaluationRun observe(KeptnEvaluation evaluation) {
        Instant now = Times.now(clock);
        EvaluationStatus status = EvaluationStatusMapper.read(evaluation.getStatus());
        Duration interval = Times.duration(evaluation.getSpec().retryInterval).orElse(DEFAULT_INTERVAL);
        Optional<String> cancelled = TaskGather.cancelled(evaluation, appVersions, workloadVersions);
        Optional<Integer> due = status.due(now, interval).filter(d -> cancelled.isEmpty());
        Optional<KeptnEvaluationDefinition> definition = definitions.evaluation(evaluation.getMetadata().getNamespace(), evaluation.getSpec().evaluationDefinition);
        Optional<List<EvaluationAnalyses.Found>> found = definition.map(d -> d.getSpec() == null ? List.of() : found(evaluation, status, d.getSpec().objectives, due, now));
        int retries = evaluation.getSpec().retries == null ? DEFAULT_RETRIES : evaluation.getSpec().retries;
        EvaluationObservation observation = new EvaluationObservation(status, found.map(all -> all.stream().map(EvaluationAnalyses.Found::objective).toList()), retries, interval, cancelled, now);
        return new EvaluationRun(evaluation, observation, found.stream().flatMap(List::stream).flatMap(f -> f.wanted().stream()).toList());
    }

    private List<EvaluationAnalyses.Found> found(KeptnEvaluation evaluation, EvaluationStatus status, List<Objective> objectives, Optional<Integer> due, Instant now) {
        return IntStream.range(0, objectives.size()).mapToObj(i -> objectives.get(i).analysisRef == null
                ? new EvaluationAnalyses.Found(objective(evaluation.getMetadata().getNamespace(), objectives.get(i)), Optional.empty())
                : analyses.objective(evaluation, status, i, objectives.get(i).analysisRef, due, now)).toList();
    }

    private ObjectiveObservation objective(String namespace, Objective objective) {
        String target = Optional.ofNullable(objective.evaluationTarget).orElse("");
        if (objective.keptnMetricRef == null || objective.keptnMetricRef.name == null) {
            return new ObjectiveObservation(new ObjectiveObservation.Metric("", "", ""), target, Optional.empty(), "the objective names no KeptnMetric");
        }
        String name = objective.keptnMetricRef.name;
        Optional<KeptnMetric> found = definitions.metric(namespace, objective.keptnMetricRef);
        if (found.isEmpty()) {
            return new ObjectiveObservation(new ObjectiveObservation.Metric("", name, ""), target, Optional.empty(), "KeptnMetric " + name + " does not exist");
        }
        KeptnMetric metric = found.get();
        String provider = Optional.ofNullable(metric.getSpec()).map(s -> s.provider).map(p -> p.name).orElse("");
        Optional<ObjectiveObservation.Value> value = value(metric);
        return new ObjectiveObservation(new ObjectiveObservation.Metric(metric.getMetadata().getNamespace(), name, provider), target, value,
                value.isPresent() ? "" : "KeptnMetric " + name + " has no value yet");
    }

    /** A metric without an interval is one that the API server should have refused; its value is old as soon as it is there. */
    private static Optional<ObjectiveObservation.Value> value(KeptnMetric metric) {
        Duration interval = Optional.ofNullable(metric.getSpec()).map(s -> s.fetchIntervalSeconds).map(Duration::ofSeconds).orElse(Duration.ZERO);
        return Optional.ofNullable(metric.getStatus()).filter(s -> s.value != null && !s.value.isBlank())
                .map(s -> new ObjectiveObservation.Value(s.value, Times.parse(s.lastUpdated), interval));
    }
}
