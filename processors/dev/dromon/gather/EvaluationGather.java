package dev.dromon.gather;

import dev.dromon.api.EvaluationStatusItem;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnEvaluation;
import dev.dromon.api.KeptnEvaluationDefinition;
import dev.dromon.api.KeptnEvaluationStatus;
import dev.dromon.api.KeptnMetric;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.Objective;
import dev.dromon.evaluation.EvaluationObservation;
import dev.dromon.evaluation.EvaluationStatus;
import dev.dromon.evaluation.ObjectiveObservation;
import dev.dromon.evaluation.ObjectiveObservation.Source;
import dev.dromon.kube.Keys;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.Times;
import dev.dromon.model.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
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
        return new EvaluationObservation(status(evaluation.getStatus()), objectives, retries, Times.duration(evaluation.getSpec().retryInterval).orElse(DEFAULT_INTERVAL),
                TaskGather.cancelled(evaluation, appVersions, workloadVersions), Times.now(clock));
    }

    private ObjectiveObservation objective(String namespace, Objective objective) {
        String target = Optional.ofNullable(objective.evaluationTarget).orElse("");
        if (objective.keptnMetricRef == null || objective.keptnMetricRef.name == null) {
            return new ObjectiveObservation("", target, Optional.empty(), "the objective names no KeptnMetric", Source.NONE);
        }
        Optional<KeptnMetric> metric = definitions.metric(namespace, objective.keptnMetricRef);
        Optional<String> value = metric.map(KeptnMetric::getStatus).map(s -> s.value).filter(v -> !v.isBlank());
        String name = objective.keptnMetricRef.name;
        String problem = metric.isEmpty() ? "KeptnMetric " + name + " does not exist" : "KeptnMetric " + name + " has no value yet";
        return new ObjectiveObservation(name, target, value, value.isPresent() ? "" : problem, metric.map(EvaluationGather::source).orElse(Source.NONE));
    }

    /** A value counts for twice its interval; one without a time was written by somebody who does not say how old it is. */
    private static Source source(KeptnMetric metric) {
        int seconds = metric.getSpec() == null || metric.getSpec().fetchIntervalSeconds == null ? 1 : Math.max(1, metric.getSpec().fetchIntervalSeconds);
        Optional<Instant> time = Optional.ofNullable(metric.getStatus()).flatMap(s -> Times.parse(s.lastUpdated)).map(t -> t.truncatedTo(ChronoUnit.MICROS));
        return new Source(Keys.key(metric), time, Duration.ofSeconds(2L * seconds));
    }

    private static EvaluationStatus status(KeptnEvaluationStatus status) {
        if (status == null) {
            return EvaluationStatus.NEW;
        }
        List<EvaluationStatus.Objective> objectives = status.evaluationStatus.entrySet().stream().map(e -> objective(e.getKey(), e.getValue())).toList();
        return new EvaluationStatus(State.of(status.overallStatus), status.retryCount == null ? 0 : status.retryCount, Times.parse(status.lastAttemptTime), objectives,
                Times.parse(status.startTime), Times.parse(status.endTime));
    }

    private static EvaluationStatus.Objective objective(String metric, EvaluationStatusItem item) {
        return new EvaluationStatus.Objective(metric, or(item.target), or(item.value), or(item.source), Times.parse(item.time), State.of(item.status), or(item.message));
    }

    private static String or(String text) {
        return text == null ? "" : text;
    }
}
