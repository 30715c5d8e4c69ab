package dev.dromon.gather;

import dev.dromon.api.KeptnEvaluation;
import dev.dromon.api.KeptnEvaluationStatus;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskStatus;
import dev.dromon.kube.Keys;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.Times;
import dev.dromon.model.Blocker;
import dev.dromon.model.CheckObservation;
import dev.dromon.model.CheckReference;
import dev.dromon.model.ItemStatus;
import dev.dromon.model.Names;
import dev.dromon.model.Phase;
import dev.dromon.model.RunStatus;
import dev.dromon.model.Severity;
import dev.dromon.model.State;
import dev.dromon.task.TaskDecider;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the checks of a version look like now. Never throws. */
public final class CheckReader {

    private static final int FIRST_ATTEMPT = 1;

    private final KindCache<KeptnTask> tasks;
    private final KindCache<KeptnEvaluation> evaluations;
    private final Definitions definitions;

    /** Looks into the given caches. */
    public CheckReader(KubeCaches caches, Definitions definitions) {
        this.tasks = caches.of(KeptnTask.class);
        this.evaluations = caches.of(KeptnEvaluation.class);
        this.definitions = definitions;
    }

    /** All checks of all phases, in the order of the lists, each in the attempt that is recorded of it, with the severity that it has or would be created with now. */
    List<CheckObservation> checks(HasMetadata owner, RunStatus status, Map<Phase, List<String>> lists, Instant now) {
        List<CheckObservation> checks = new ArrayList<>();
        lists.forEach((phase, items) -> {
            for (int position = 0; position < items.size(); position++) {
                CheckReference reference = CheckReference.parse(items.get(position));
                int attempt = attempt(status.phase(phase).items(), position, reference.definition());
                CheckObservation check = check(owner, phase, position, attempt, reference, now);
                checks.add(reference.problem().map(p -> check.with(check.child(), Optional.of(unreadable(phase, p)))).orElse(check));
            }
        });
        return checks;
    }

    private static Blocker unreadable(Phase phase, String problem) {
        return Blocker.stuck("CheckReferenceInvalid", phase.wire() + ": " + problem + "; correct the annotation of the workload or the KeptnAppContext");
    }

    private static int attempt(List<ItemStatus> recorded, int position, String definition) {
        boolean known = position < recorded.size() && recorded.get(position).definition().equals(definition);
        return known ? recorded.get(position).attempt() : FIRST_ATTEMPT;
    }

    private CheckObservation check(HasMetadata owner, Phase phase, int position, int attempt, CheckReference reference, Instant now) {
        String name = Names.check(owner.getMetadata().getUid(), phase, position, reference.definition(), attempt);
        return look(owner, new CheckObservation(phase, position, reference.definition(), name, reference.at(now), Optional.empty(), Optional.empty()));
    }

    /** The same check as it looks now; what was created keeps the severity it was created with. */
    public CheckObservation look(HasMetadata owner, CheckObservation check) {
        String namespace = owner.getMetadata().getNamespace();
        Optional<Blocker> missing = definitions.problem(check.phase(), namespace, check.definition());
        if (check.phase().kind() == Phase.Kind.TASKS) {
            return tasks.get(namespace, check.name()).filter(t -> ours(owner, t)).map(t -> check.with(Severity.of(t.getSpec().severity)).with(Optional.of(child(t)), problem(t)))
                    .orElseGet(() -> check.with(Optional.empty(), missing));
        }
        return evaluations.get(namespace, check.name()).filter(e -> ours(owner, e)).map(e -> check.with(Severity.of(e.getSpec().severity)).with(Optional.of(child(e)), missing))
                .orElseGet(() -> check.with(Optional.empty(), missing));
    }

    private static boolean ours(HasMetadata owner, HasMetadata child) {
        return Keys.ownerUids(child).contains(owner.getMetadata().getUid());
    }

    private static Optional<Blocker> problem(KeptnTask task) {
        KeptnTaskStatus status = task.getStatus();
        boolean stands = status != null && status.reason != null && !State.of(status.status).completed();
        return stands ? Optional.of(new Blocker(status.reason, Optional.ofNullable(status.message).orElse(""), !TaskDecider.waits(status.reason))) : Optional.empty();
    }

    /** A task that has a Job, or has asked or called somebody, was Progressing. */
    private static CheckObservation.Child child(KeptnTask task) {
        KeptnTaskStatus status = task.getStatus() == null ? new KeptnTaskStatus() : task.getStatus();
        return new CheckObservation.Child(State.of(status.status), Times.parse(status.startTime), Times.parse(status.endTime), Optional.ofNullable(status.message).orElse(""),
                status.jobName != null || status.callback != null || status.call != null);
    }

    /** An attempt that was not the last left it Progressing. */
    private static CheckObservation.Child child(KeptnEvaluation evaluation) {
        KeptnEvaluationStatus status = evaluation.getStatus() == null ? new KeptnEvaluationStatus() : evaluation.getStatus();
        State state = State.of(status.overallStatus);
        String message = state == State.FAILED ? status.evaluationStatus.entrySet().stream().filter(e -> !State.SUCCEEDED.wire().equals(e.getValue().status))
                .map(e -> e.getKey() + ": " + e.getValue().message).collect(Collectors.joining("; ")) : "";
        return new CheckObservation.Child(state, Times.parse(status.startTime), Times.parse(status.endTime), message, status.retryCount != null && status.retryCount > 1);
    }
}
