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

    /** A KeptnTask and what was observed of it. */
    public record TaskRun(KeptnTask task, TaskObservation observation) {
    }

    @Override
    public void process(Exchange exchange) {
        KeptnTask task = exchange.getMessage().getBody(KeptnTask.class);
        exchange.getMessage().setBody(new TaskRun(task, observe(task)));
    }

    private TaskObservation observe(KeptnTask task) {
        String namespace = task.getMetadata().getNamespace();
        String jobName = Names.job(task.getMetadata().getName(), FIRST_ATTEMPT);
        Optional<TaskObservation.Job> job = jobs.get(namespace, jobName).filter(j -> Keys.ownerUids(j).contains(task.getMetadata().getUid())).map(TaskGather::job);
        return new TaskObservation(TaskStatusMapper.read(task), jobName, job, definitions.problem(namespace, task.getSpec().taskDefinition),
                cancelled(task, appVersions, workloadVersions), question(task), calling(task), Times.now(clock));
    }

    private static TaskObservation.Job job(Job job) {
        List<TaskObservation.Condition> conditions = job.getStatus() == null ? List.of() : job.getStatus().getConditions().stream().filter(c -> "True".equals(c.getStatus()))
                .map(c -> new TaskObservation.Condition(c.getType(), or(c.getReason()), or(c.getMessage()))).toList();
        return new TaskObservation.Job(conditions, job.getSpec().getTtlSecondsAfterFinished() != null);
    }

    /** What the task is to ask, without the token's hash; empty when its definition wants a Job. */
    private Optional<TaskObservation.Question> question(KeptnTask task) {
        return definitions.callback(task).map(c -> new TaskObservation.Question(Times.duration(c.timeout).orElse(ANSWER_TIMEOUT), ""));
    }

    private Optional<TaskObservation.Calling> calling(KeptnTask task) {
        return definitions.call(task).map(spec -> Times.duration(spec.http == null ? spec.camel.timeout : spec.http.timeout))
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
                ? Optional.of(owner.get().getKind() + " " + owner.get().getName() + " will not run any more") : waived(r, check.getMetadata().getName()));
    }

    private static Optional<String> waived(RunStatus run, String check) {
        return run.phases().values().stream().flatMap(p -> p.items().stream()).filter(i -> i.name().equals(check) && i.state() == State.WARNING).map(ItemStatus::message).findFirst();
    }

    private static String or(String text) {
        return text == null ? "" : text;
    }
}
