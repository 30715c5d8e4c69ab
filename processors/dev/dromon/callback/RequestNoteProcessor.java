package dev.dromon.callback;

import dev.dromon.api.KeptnTask;
import dev.dromon.gather.RequestGather.RequestRun;
import dev.dromon.gather.TaskStatusMapper;
import dev.dromon.kube.ApiFailure;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.Times;
import dev.dromon.task.RequestDecider;
import dev.dromon.task.RequestOutcome;
import dev.dromon.task.TaskStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body {@link RequestRun}: writes what came of its request into the task's status, when that says something new. Whoever changed the task meanwhile is believed first. */
public final class RequestNoteProcessor implements Processor {

    private static final int TRIES = 5;

    private final ClusterWriter writer;
    private final InstantSource clock;

    /** Writes through the writer. */
    RequestNoteProcessor(ClusterWriter writer, InstantSource clock) {
        this.writer = writer;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        KeptnTask task = exchange.getMessage().getBody(RequestRun.class).task();
        RequestOutcome outcome = exchange.getProperty(RequestSendProcessor.OUTCOME, RequestOutcome.class);
        for (int left = TRIES; left > 0; left--) {
            try {
                write(task, outcome);
                return;
            } catch (KubernetesClientException e) {
                if (!ApiFailure.conflict(e) || left == 1) {
                    throw e;
                }
                Optional<KeptnTask> current = reread(task);
                if (current.isEmpty()) {
                    return;
                }
                task = current.get();
            }
        }
    }

    private void write(KeptnTask task, RequestOutcome outcome) {
        TaskStatus before = TaskStatusMapper.read(task);
        TaskStatus after = RequestDecider.decide(before, outcome, Times.now(clock));
        if (!after.equals(before)) {
            TaskStatusMapper.write(task, after);
            writer.updateStatus(task);
        }
    }

    private Optional<KeptnTask> reread(KeptnTask task) {
        return writer.reread(KeptnTask.class, task.getMetadata().getNamespace(), task.getMetadata().getName())
                .filter(t -> t.getMetadata().getUid().equals(task.getMetadata().getUid()));
    }
}
