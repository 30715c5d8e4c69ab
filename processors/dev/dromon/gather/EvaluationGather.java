package dev.dromon.gather;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnEvaluation;
import dev.dromon.api.KeptnEvaluationDefinition;
import dev.dromon.api.KeptnMetric;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.Objective;
import dev.dromon.evaluation.EvaluationObservation;
import dev.dromon.evaluation.ObjectiveObservation;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.Times;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body KeptnEvaluation to {@link EvaluationRun}. */
public final class EvaluationGather implements Processor {

    private static final int DEFAULT_RETRIES = 10;
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

    private final KindCache<KeptnAppVersion> appVersions;
    private final KindCache<KeptnWorkloadVersion> workloadVersions;
    private final Definitions definitions;
    private final InstantSource clock;

    /** Reads through the given caches and readers. */
    public EvaluationGather(KubeCaches caches, Definitions definitions, InstantSource clock) {
        this.appVersions = caches.of(KeptnAppVersion.class);
        this.workloadVersions = caches.of(KeptnWorkloadVersion.class);
        this.definitions = definitions;
        this.clock = clock;
    }

    /** A KeptnEvaluation and what was observed of it. */
    public record EvaluationRun(KeptnEvaluation evaluation, EvaluationObservation observation) {
    }

    @Override
    public void process(Exchange exchange) {
        KeptnEvaluation evaluation = exchange.getMessage().getBody(KeptnEvaluation.class);
        exchange.getMessage().setBody(new EvaluationRun(evaluation, observe(evaluation)));
    }

    private EvaluationObservation observe(KeptnEvaluation evaluation) {
        String namespace = evaluation.getMetadata().getNamespace();
        Optional<KeptnEvaluationDefinition> definition = definitions.evaluation(namespace, evaluation.getSpec().evaluationDefinition);
        Optional<List<ObjectiveObservation>> objectives = definition.map(d -> d.getSpec() == null ? List.<ObjectiveObservation>of()
                : d.getSpec().objectives.stream().map(o -> objective(namespace, o)).toList());
        int retries = evaluation.getSpec().retries == null ? DEFAULT_RETRIES : evaluation.getSpec().retries;
        return new EvaluationObservation(EvaluationStatusMapper.read(evaluation.getStatus()), objectives, retries, Times.duration(evaluation.getSpec().retryInterval).orElse(DEFAULT_INTERVAL),
                TaskGather.cancelled(evaluation, appVersions, workloadVersions), Times.now(clock));
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
