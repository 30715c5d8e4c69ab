package dev.dromon.gather;

import dev.dromon.api.EvaluationStatusItem;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnEvaluation;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.event.Flow;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads what CloudEvents tell of a version besides its transitions. Never throws. */
public final class FlowReader {

    private final KindCache<KeptnEvaluation> evaluations;
    private final Subjects subjects;
    private final String cluster;

    /** Reads evaluations from the caches; the cluster's name goes into the source of events. */
    public FlowReader(KubeCaches caches, Subjects subjects, String cluster) {
        this.evaluations = caches.of(KeptnEvaluation.class);
        this.subjects = subjects;
        this.cluster = cluster;
    }

    /** The flow of a KeptnAppVersion or KeptnWorkloadVersion, whose recorded run is the given one. */
    public Flow of(HasMetadata version, RunStatus run) {
        if (version instanceof KeptnAppVersion app) {
            return new Flow(subjects.of(app), run, cluster, text(app.getSpec().previousVersion), plain(app.getSpec().metadata), Traces.of(app), measurements(app));
        }
        KeptnWorkloadVersion workload = (KeptnWorkloadVersion) version;
        return new Flow(subjects.of(workload), run, cluster, text(workload.getSpec().previousVersion), plain(workload.getSpec().metadata), Traces.of(workload),
                measurements(workload));
    }

    private static Optional<String> text(String value) {
        return Optional.ofNullable(value).filter(v -> !v.isEmpty());
    }

    private static Map<String, String> plain(Map<String, String> metadata) {
        Map<String, String> plain = new LinkedHashMap<>(metadata == null ? Map.of() : metadata);
        plain.values().removeIf(Objects::isNull);
        return plain;
    }

    private Map<String, List<Flow.Measurement>> measurements(HasMetadata version) {
        Map<String, List<Flow.Measurement>> found = new LinkedHashMap<>();
        for (KeptnEvaluation evaluation : evaluations.owned(version.getMetadata().getUid())) {
            if (evaluation.getStatus() != null && !evaluation.getStatus().evaluationStatus.isEmpty()) {
                found.put(evaluation.getMetadata().getName(), evaluation.getStatus().evaluationStatus.entrySet().stream().map(e -> measurement(e.getKey(), e.getValue())).toList());
            }
        }
        return found;
    }

    private static Flow.Measurement measurement(String metric, EvaluationStatusItem item) {
        return new Flow.Measurement(metric, text(item.value).orElse(""), text(item.target).orElse(""), State.of(item.status).wire(), text(item.message).orElse(""));
    }
}
