package dev.dromon.act;

import dev.dromon.api.KeptnTask;
import dev.dromon.gather.Definitions;
import dev.dromon.gather.TaskGather.TaskRun;
import dev.dromon.gather.TaskStatusMapper;
import dev.dromon.kube.ApiFailure;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.model.State;
import dev.dromon.task.TaskDecider;
import dev.dromon.task.TaskDecision;
import dev.dromon.task.TaskStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Body {@link TaskRun}: does with the task's Job what was decided, and writes the task's status once. A Job that the API server refuses is tried again after a while; one
 * that waits for an answer is looked at again at its deadline.
 */
public final class TaskProcessor implements Processor {

    private static final Duration AFTER_OLD_CACHE = Duration.ofMillis(100);
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(10);
    /** The clock may be set meanwhile. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final ClusterWriter writer;
    private final Definitions definitions;
    private final JobFactory factory;
    private final KindCache<Job> jobs;
    private final FlowListener listener;

    /** Writes through the writer; makes Jobs by the factory. */
    public TaskProcessor(ClusterWriter writer, Definitions definitions, JobFactory factory, KubeCaches caches, FlowListener listener) {
        this.listener = listener;
        this.writer = writer;
        this.definitions = definitions;
        this.factory = factory;
        this.jobs = caches.of(Job.class);
    }

    @Override
    public void process(Exchange exchange) {
        TaskRun run = exchange.getMessage().getBody(TaskRun.class);
        TaskDecision decision = TaskDecider.decide(run.observation());
        if (decision.status().reason().equals(TaskDecider.JOB_NOT_FOUND) && jobExists(run)) {
            exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, AFTER_OLD_CACHE);
            return;
        }
        try {
            act(run, decision);
            write(run, decision.status());
            TaskDecider.untilDeadline(decision.status(), run.observation().now())
                    .ifPresent(d -> exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, d.compareTo(LONGEST_WAIT) < 0 ? d : LONGEST_WAIT));
        } catch (KubernetesClientException e) {
            if (decision.act() != TaskDecision.Act.CREATE_JOB || !ClusterWriter.refused(e)) {
                throw e;
            }
            write(run, refused(run, e));
            exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, AFTER_REFUSAL);
        }
    }

    private boolean jobExists(TaskRun run) {
        return !run.observation().status().state().completed() && writer.reread(Job.class, run.task().getMetadata().getNamespace(), run.observation().jobName()).isPresent();
    }

    private static TaskStatus refused(TaskRun run, KubernetesClientException e) {
        return new TaskStatus(State.PENDING, "", "JobRefused", "the API server refused Job " + run.observation().jobName() + ": " + ApiFailure.reason(e) + "; it is tried again",
                run.observation().status().start(), Optional.empty());
    }

    private void act(TaskRun run, TaskDecision decision) {
        String namespace = run.task().getMetadata().getNamespace();
        Optional<Job> job = jobs.get(namespace, run.observation().jobName());
        switch (decision.act()) {
            case NONE -> { }
            case CREATE_JOB -> create(run, namespace);
            case DELETE_JOB -> job.ifPresent(writer::delete);
            case EXPIRE_JOB -> job.ifPresent(j -> expire(run, j, namespace));
        }
    }

    private void create(TaskRun run, String namespace) {
        definitions.task(namespace, run.task().getSpec().taskDefinition).ifPresent(definition -> {
            JobFactory.TaskJob wanted = factory.job(run.task(), definition, run.observation().jobName());
            wanted.code().ifPresent(writer::createUncached);
            writer.create(wanted.job());
        });
    }

    private void expire(TaskRun run, Job job, String namespace) {
        int seconds = JobFactory.timeToLive(definitions.task(namespace, run.task().getSpec().taskDefinition));
        writer.mergePatch(job, "{\"spec\":{\"ttlSecondsAfterFinished\":" + seconds + "}}");
    }

    private void write(TaskRun run, TaskStatus status) {
        if (status.equals(run.observation().status())) {
            return;
        }
        KeptnTask task = run.task();
        TaskStatusMapper.write(task, status);
        writer.updateStatus(task);
        if (status.state().completed() && !run.observation().status().state().completed()) {
            listener.taskEnded(status.state(), Took.between(status.start(), status.end()));
        }
    }
}
