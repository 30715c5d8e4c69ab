package dev.dromon.gather;

import dev.dromon.analysis.AnalysisProgress;
import dev.dromon.api.Analysis;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnEvaluation;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.VersionStatus;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.model.State;
import dev.dromon.task.Callback;
import dev.dromon.task.TaskStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;

/**
 * Objects in which a look would find nothing to do, told by a few of their fields: after a start almost all are of that sort. In doubt they are looked at. What could
 * change that wakes their route again. Never throws.
 */
public final class Settled {

    private final KindCache<Job> jobs;

    /** Looks into the given caches. */
    public Settled(KubeCaches caches) {
        this.jobs = caches.of(Job.class);
    }

    /** A pod without our gate. */
    public boolean pod(HasMetadata pod) {
        return !Pods.gated((Pod) pod);
    }

    /** A version whose run has ended, and of which nobody asks anything. A failed run may go on without being asked, when its workloads do. */
    public boolean version(HasMetadata version) {
        VersionStatus status = status(version);
        return status != null && status.endTime != null && State.of(status.status) != State.FAILED && InterventionReader.read(version).isEmpty();
    }

    /** A version all of whose events have been told to the sink of that name. */
    public boolean told(HasMetadata version, String sink) {
        VersionStatus status = status(version);
        return status != null && status.delivered.getOrDefault(sink, 0) >= status.transitions.size();
    }

    /** A task that has ended, and whose Job has gone or goes by itself. */
    public boolean task(HasMetadata object) {
        KeptnTask task = (KeptnTask) object;
        State state = task.getStatus() == null ? State.PENDING : State.of(task.getStatus().status);
        Optional<Job> job = state.completed() ? jobs.owned(task.getMetadata().getUid()).stream().findFirst() : Optional.empty();
        return state.completed() && (job.isEmpty() || state != State.DEPRECATED && job.get().getSpec().getTtlSecondsAfterFinished() != null);
    }

    /** A task whose request needs no sending (any more): it has none, it was taken or answered, or the task has ended. */
    public boolean request(HasMetadata task) {
        return requested((KeptnTask) task);
    }

    static boolean requested(KeptnTask task) {
        TaskStatus status = TaskStatusMapper.read(task);
        return status.state().completed() || status.callback().filter(Callback::unsent).isEmpty();
    }

    /** A task for which nothing is to be called (any more): it has no call, or has ended. */
    public boolean call(HasMetadata task) {
        return called((KeptnTask) task);
    }

    static boolean called(KeptnTask task) {
        TaskStatus status = TaskStatusMapper.read(task);
        return status.state().completed() || status.call().isEmpty();
    }

    /** An evaluation that has ended. */
    public boolean evaluation(HasMetadata object) {
        KeptnEvaluation evaluation = (KeptnEvaluation) object;
        return evaluation.getStatus() != null && State.of(evaluation.getStatus().overallStatus).completed();
    }

    /** An analysis with a verdict. */
    public boolean analysis(HasMetadata object) {
        return completed((Analysis) object);
    }

    static boolean completed(Analysis analysis) {
        return analysis.getStatus() != null && AnalysisProgress.State.of(analysis.getStatus().state) == AnalysisProgress.State.COMPLETED;
    }

    private static VersionStatus status(HasMetadata version) {
        return version instanceof KeptnAppVersion app ? app.getStatus() : ((KeptnWorkloadVersion) version).getStatus();
    }
}
