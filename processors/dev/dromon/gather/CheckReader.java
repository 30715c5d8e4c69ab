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
import dev.dromon.model.ItemStatus;
import dev.dromon.model.Names;
import dev.dromon.model.Phase;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import dev.dromon.task.TaskDecider;
import io.fabric8.kubernetes.api.model.HasMetadata;
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

    /** All checks of all phases, in the order of the lists, each in the attempt that is recorded of it. */
    List<CheckObservation> checks(HasMetadata owner, RunStatus status, Map<Phase, List<String>> lists) {
        List<CheckObservation> checks = new ArrayList<>();
        lists.forEach((phase, names) -> {
            for (int position = 0; position < names.size(); position++) {
                checks.add(check(owner, phase, position, names.get(position), attempt(status.phase(phase).items(), position, names.get(position))));
            }
        });
        return checks;
    }

    private static int attempt(List<ItemStatus> recorded, int position, String definition) {
        boolean known = position < recorded.size() && recorded.get(position).definition().equals(definition);
        return known ? recorded.get(position).attempt() : FIRST_ATTEMPT;
    }

    private CheckObservation check(HasMetadata owner, Phase phase, int position, String definition, int attempt) {
        String name = Names.check(owner.getMetadata().getUid(), phase, position, definition, attempt);
        return look(owner, new CheckObservation(phase, position, definition, name, Optional.empty(), Optional.empty()));
    }

    /** The same check as it looks now. */
    public CheckObservation look(HasMetadata owner, CheckObservation check) {
        String namespace = owner.getMetadata().getNamespace();
        boolean task = check.phase().kind() == Phase.Kind.TASKS;
        Optional<CheckObservation.Child> child = task ? tasks.get(namespace, check.name()).filter(t -> ours(owner, t)).map(CheckReader::child)
                : evaluations.get(namespace, check.name()).filter(e -> ours(owner, e)).map(CheckReader::child);
        Optional<Blocker> problem = child.isEmpty() || !task ? definitions.problem(check.phase(), namespace, check.definition())
                : tasks.get(namespace, check.name()).flatMap(CheckReader::problem);
        return new CheckObservation(check.phase(), check.position(), check.definition(), check.name(), child, problem);
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
