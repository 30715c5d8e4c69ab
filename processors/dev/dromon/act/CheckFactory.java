package dev.dromon.act;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnEvaluation;
import dev.dromon.api.KeptnEvaluationDefinition;
import dev.dromon.api.KeptnEvaluationSpec;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskDefinition;
import dev.dromon.api.KeptnTaskSpec;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.TaskContext;
import dev.dromon.gather.Definitions;
import dev.dromon.gather.Traces;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.model.CheckObservation;
import dev.dromon.model.CheckType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes the KeptnTasks and KeptnEvaluations of versions, filled as Keptn fills them. Empty when the definition does not exist. */
public final class CheckFactory {

    private final Definitions definitions;

    /** Takes retries, timeouts, labels and annotations from the definitions. */
    public CheckFactory(Definitions definitions) {
        this.definitions = definitions;
    }

    /** The KeptnTask for a check of a version. */
    public Optional<KeptnTask> task(HasMetadata version, CheckObservation check) {
        return definitions.task(version.getMetadata().getNamespace(), check.definition()).map(definition -> {
            KeptnTask task = new KeptnTask();
            task.setMetadata(metadata(version, check, definition));
            KeptnTaskSpec spec = new KeptnTaskSpec();
            spec.taskDefinition = check.definition();
            spec.checkType = wire(check);
            spec.severity = check.severity().wire();
            spec.context = context(version, check);
            spec.retries = definition.getSpec() == null ? null : definition.getSpec().retries;
            spec.timeout = definition.getSpec() == null ? null : definition.getSpec().timeout;
            task.setSpec(spec);
            return task;
        });
    }

    private static ObjectMeta metadata(HasMetadata version, CheckObservation check, KeptnTaskDefinition definition) {
        return new ObjectMetaBuilder(metadata(version, check)).withLabels(definition.getMetadata().getLabels()).withAnnotations(definition.getMetadata().getAnnotations()).build();
    }

    private static ObjectMeta metadata(HasMetadata version, CheckObservation check) {
        return new ObjectMetaBuilder().withName(check.name()).withNamespace(version.getMetadata().getNamespace()).withOwnerReferences(ClusterWriter.controlledBy(version)).build();
    }

    private static String wire(CheckObservation check) {
        return check.phase().checkType().map(CheckType::wire).orElse("");
    }

    private static TaskContext context(HasMetadata version, CheckObservation check) {
        TaskContext context = new TaskContext();
        context.taskType = wire(check);
        if (version instanceof KeptnAppVersion app) {
            context.objectType = "App";
            context.appName = app.getSpec().appName;
            context.appVersion = app.getSpec().version;
            context.metadata = new LinkedHashMap<>(app.getSpec().metadata);
        } else if (version instanceof KeptnWorkloadVersion workload) {
            context.objectType = "Workload";
            context.appName = workload.getSpec().app;
            context.workloadName = workload.getSpec().workloadName;
            context.workloadVersion = workload.getSpec().version;
            context.metadata = merged(workload);
        }
        context.metadata.put(Traces.TRACEPARENT, Traces.check(version, check.name()).traceparent());
        return context;
    }

    /** What the app's context says, overlaid by what the workload says. */
    private static Map<String, String> merged(KeptnWorkloadVersion workload) {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (workload.getStatus() != null) {
            metadata.putAll(workload.getStatus().appContextMetadata);
        }
        metadata.putAll(workload.getSpec().metadata);
        return metadata;
    }

    /** The KeptnEvaluation for a check of a version. */
    public Optional<KeptnEvaluation> evaluation(HasMetadata version, CheckObservation check) {
        return definitions.evaluation(version.getMetadata().getNamespace(), check.definition()).map(definition -> {
            KeptnEvaluation evaluation = new KeptnEvaluation();
            evaluation.setMetadata(metadata(version, check));
            evaluation.setSpec(spec(version, check, definition));
            return evaluation;
        });
    }

    private static KeptnEvaluationSpec spec(HasMetadata version, CheckObservation check, KeptnEvaluationDefinition definition) {
        KeptnEvaluationSpec spec = new KeptnEvaluationSpec();
        spec.evaluationDefinition = check.definition();
        spec.checkType = wire(check);
        spec.severity = check.severity().wire();
        if (version instanceof KeptnAppVersion app) {
            spec.appName = app.getSpec().appName;
            spec.appVersion = app.getSpec().version;
        } else if (version instanceof KeptnWorkloadVersion workload) {
            spec.appName = workload.getSpec().app;
            spec.workload = workload.getSpec().workloadName;
            spec.workloadVersion = workload.getSpec().version;
        }
        if (definition.getSpec() != null) {
            spec.retries = definition.getSpec().retries;
            spec.retryInterval = definition.getSpec().retryInterval;
        }
        return spec;
    }
}
