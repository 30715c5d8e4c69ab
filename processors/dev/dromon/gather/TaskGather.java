package dev.dromon.gather;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.kube.Keys;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.StatusMapper;
import dev.dromon.kube.Times;
import dev.dromon.model.ItemStatus;
import dev.dromon.model.Names;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import dev.dromon.model.TransitionType;
import dev.dromon.task.TaskObservation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body KeptnTask to {@link TaskRun}. */
public final class TaskGather implements Processor {

    private static final int FIRST_ATTEMPT = 1;
    private static final Duration ANSWER_TIMEOUT = Duration.ofHours(24);
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(5);

    private final KindCache<Job> jobs;
    private final KindCache<KeptnAppVersion> appVersions;
    private final KindCache<KeptnWorkloadVersion> workloadVersions;
    private final Definitions definitions;
    private final InstantSource clock;

    /** Reads through the given caches and readers. */
    public TaskGather(KubeCaches caches, Definitions definitions, InstantSource clock) {
        this.jobs = caches.of(Job.class);
        this.appVersions = caches.of(KeptnAppVersion.class);
        this.workloadVersions = caches.of(KeptnWorkloadVersion.class);
        this.definitions = definitions;
        this.clock = clock;
    }

    /** A KeptnTask, what was observed of it, and what that rests on. */
    public record TaskRun(KeptnTask task, TaskObservation observation, TaskPlan plan) {

        /** The same with more observed. */
        public TaskRun with(TaskObservation more) {
            return new TaskRun(task, more, plan);
        }
    }

    @Override
    public void process(Exchange exchange) {
        KeptnTask task = exchange.getMessage().getBody(KeptnTask.class);
        TaskPlan plan = definitions.plan(task.getMetadata().getNamespace(), task.getSpec().taskDefinition);
        exchange.getMessage().setBody(new TaskRun(task, observe(task, plan), plan));
    }

    private TaskObservation observe(KeptnTask task, TaskPlan plan) {
        String namespace = task.getMetadata().getNamespace();
        String jobName = Names.job(task.getMetadata().getName(), FIRST_ATTEMPT);
        Optional<TaskObservation.Job> job = jobs.get(namespace, jobName).filter(j -> Keys.ownerUids(j).contains(task.getMetadata().getUid())).map(TaskGather::job);
        return new TaskObservation(TaskStatusMapper.read(task), jobName, job, plan.problem(), cancelled(task, appVersions, workloadVersions),
                question(plan), calling(task, plan), Optional.empty(), Times.now(clock));
    }

    private static TaskObservation.Job job(Job job) {
        List<TaskObservation.Condition> conditions = job.getStatus() == null ? List.of() : job.getStatus().getConditions().stream().filter(c -> "True".equals(c.getStatus()))
                .map(c -> new TaskObservation.Condition(c.getType(), or(c.getReason()), or(c.getMessage()))).toList();
        return new TaskObservation.Job(conditions, job.getSpec().getTtlSecondsAfterFinished() != null, failed(job));
    }

    /** Those that it has seen, but not yet added up, count too. */
    private static int failed(Job job) {
        Optional<JobStatus> status = Optional.ofNullable(job.getStatus());
        int open = status.map(JobStatus::getUncountedTerminatedPods).map(u -> u.getFailed().size()).orElse(0);
        return status.map(JobStatus::getFailed).orElse(0) + open;
    }

    /** What the task is to ask, without the token's hash; empty when its definition wants a Job. */
    private static Optional<TaskObservation.Question> question(TaskPlan plan) {
        return plan.callback().map(c -> new TaskObservation.Question(Times.duration(c.timeout).orElse(ANSWER_TIMEOUT), ""));
    }

    private static Optional<TaskObservation.Calling> calling(KeptnTask task, TaskPlan plan) {
        return plan.call().map(spec -> Times.duration(spec.http == null ? spec.camel.timeout : spec.http.timeout))
                .map(timeout -> new TaskObservation.Calling(timeout.orElse(CALL_TIMEOUT), task.getMetadata().getUid()));
    }

    /**
     * Why the check of a version must not run any more: its version was superseded or aborted, or has ended this check before its end. Empty for checks that users create
     * on their own.
     */
    static Optional<String> cancelled(HasMetadata check, KindCache<KeptnAppVersion> appVersions, KindCache<KeptnWorkloadVersion> workloadVersions) {
        Optional<OwnerReference> owner = Pods.controller(check);
        String namespace = check.getMetadata().getNamespace();
        Optional<RunStatus> run = owner.flatMap(o -> switch (o.getKind()) {
            case "KeptnAppVersion" -> appVersions.get(namespace, o.getName()).map(v -> StatusMapper.read(v.getStatus()));
            case "KeptnWorkloadVersion" -> workloadVersions.get(namespace, o.getName()).map(v -> StatusMapper.read(v.getStatus()));
            default -> Optional.empty();
        });
        return run.flatMap(r -> r.state() == State.DEPRECATED || r.happened(TransitionType.ABORT)
                ? Optional.of(owner.get().getKind() + " " + owner.get().getName() + " will not run any more") : ended(r, check.getMetadata().getName()));
    }

    private static Optional<String> ended(RunStatus run, String check) {
        return run.phases().values().stream().flatMap(p -> p.items().stream()).filter(i -> i.name().equals(check) && (i.state() == State.WARNING || i.state() == State.DEPRECATED))
                .map(ItemStatus::message).findFirst();
    }

    private static String or(String text) {
        return text == null ? "" : text;
    }
}
