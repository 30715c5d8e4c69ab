package dev.dromon.act;

import dev.dromon.api.KeptnTask;
import dev.dromon.gather.TaskGather.TaskRun;
import dev.dromon.gather.TaskStatusMapper;
import dev.dromon.kube.ApiFailure;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.model.Blocker;
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
    private final JobFactory factory;
    private final CodeReader code;
    private final KindCache<Job> jobs;
    private final FlowListener listener;

    /** Writes through the writer; makes Jobs by the factory. */
    public TaskProcessor(ClusterWriter writer, JobFactory factory, KubeCaches caches, FlowListener listener) {
        this.listener = listener;
        this.writer = writer;
        this.factory = factory;
        this.code = new CodeReader(writer);
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
        Optional<Blocker> waiting = act(run, decision);
        write(run, waiting.map(w -> waiting(run, w)).orElse(decision.status()));
        Optional<Duration> again = waiting.isPresent() ? Optional.of(AFTER_REFUSAL) : TaskDecider.untilDeadline(decision.status(), run.observation().now());
        again.ifPresent(d -> exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, d.compareTo(LONGEST_WAIT) < 0 ? d : LONGEST_WAIT));
    }

    private boolean jobExists(TaskRun run) {
        return !run.observation().status().state().completed() && writer.reread(Job.class, run.task().getMetadata().getNamespace(), run.observation().jobName()).isPresent();
    }

    private static TaskStatus waiting(TaskRun run, Blocker why) {
        return new TaskStatus(State.PENDING, "", why.reason(), why.message(), run.observation().status().start(), Optional.empty());
    }

    /** Why what was decided cannot be done yet; empty when it is done. */
    private Optional<Blocker> act(TaskRun run, TaskDecision decision) {
        String namespace = run.task().getMetadata().getNamespace();
        Optional<Job> job = jobs.get(namespace, run.observation().jobName());
        switch (decision.act()) {
            case NONE -> { }
            case CREATE_JOB -> {
                return create(run, namespace);
            }
            case DELETE_JOB -> job.ifPresent(writer::delete);
            case EXPIRE_JOB -> job.ifPresent(this::expire);
        }
        return Optional.empty();
    }

    private Optional<Blocker> create(TaskRun run, String namespace) {
        Optional<CodeReader.Fetched> fetched = run.plan().code().map(c -> code.fetch(c, namespace));
        Optional<Blocker> missing = fetched.flatMap(CodeReader.Fetched::problem);
        return missing.isPresent() ? missing
                : create(factory.job(run.task(), run.plan().definition().orElseThrow(), fetched.map(CodeReader.Fetched::code), run.observation().jobName()));
    }

    private Optional<Blocker> create(JobFactory.TaskJob wanted) {
        try {
            wanted.code().ifPresent(writer::createUncached);
            writer.create(wanted.job());
            return Optional.empty();
        } catch (KubernetesClientException e) {
            if (!ClusterWriter.refused(e)) {
                throw e;
            }
            return Optional.of(Blocker.stuck("JobRefused", "the API server refused Job " + wanted.job().getMetadata().getName() + ": " + ApiFailure.reason(e) + "; it is tried again"));
        }
    }

    private void expire(Job job) {
        writer.mergePatch(job, "{\"spec\":{\"ttlSecondsAfterFinished\":" + JobFactory.timeToLive(job) + "}}");
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
