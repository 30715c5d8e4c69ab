package dev.dromon.act;

import dev.dromon.gather.AttemptReader;
import dev.dromon.gather.TaskGather.TaskRun;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.Keys;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.task.LastAttempt;
import dev.dromon.task.TaskObservation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Body {@link TaskRun}: when the task's Job has ended, adds what its pods tell of that. Those of a failed one are asked for, because caches keep little of a pod; of one that
 * ended well only the name is told, as far as it is known.
 */
public final class TaskEndingProcessor implements Processor {

    private static final String JOB_NAME = "batch.kubernetes.io/job-name";

    private final ClusterWriter writer;
    private final KindCache<Job> jobs;
    private final KindCache<Pod> pods;

    /** Looks into the caches, and asks by the writer. */
    public TaskEndingProcessor(ClusterWriter writer, KubeCaches caches) {
        this.writer = writer;
        this.jobs = caches.of(Job.class);
        this.pods = caches.of(Pod.class);
    }

    @Override
    public void process(Exchange exchange) {
        TaskRun run = exchange.getMessage().getBody(TaskRun.class);
        if (run.observation().ending()) {
            last(run).ifPresent(last -> exchange.getMessage().setBody(run.with(run.observation().withLast(last))));
        }
    }

    private Optional<LastAttempt> last(TaskRun run) {
        TaskObservation seen = run.observation();
        String namespace = run.task().getMetadata().getNamespace();
        String uid = jobs.get(namespace, seen.jobName()).map(HasMetadata::getMetadata).map(m -> m.getUid()).orElse("");
        if (seen.job().filter(TaskObservation.Job::succeeded).isPresent()) {
            return AttemptReader.name(pods.owned(uid));
        }
        List<Pod> all = writer.askLabelled(Pod.class, namespace, JOB_NAME, seen.jobName());
        return AttemptReader.read(all.stream().filter(p -> Keys.ownerUids(p).contains(uid)).toList());
    }
}
