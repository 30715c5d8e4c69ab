package dev.dromon.act;

import dev.dromon.api.KeptnTask;
import dev.dromon.gather.TaskStatusMapper;
import dev.dromon.kube.ApiFailure;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.task.TaskStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Writes what came of something that cannot be done again into a task's status. Whoever changed the task meanwhile is believed first. */
public final class TaskStatusWriter {

    private static final int TRIES = 5;

    private final ClusterWriter writer;

    /** Writes through the writer. */
    public TaskStatusWriter(ClusterWriter writer) {
        this.writer = writer;
    }

    /** Writes what the decision makes of the status, when that says something new; a conflict is decided anew. A task that is gone is left. */
    public void update(KeptnTask seen, UnaryOperator<TaskStatus> decision) {
        KeptnTask task = seen;
        for (int left = TRIES; left > 0; left--) {
            try {
                write(task, decision);
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

    private void write(KeptnTask task, UnaryOperator<TaskStatus> decision) {
        TaskStatus before = TaskStatusMapper.read(task);
        TaskStatus after = decision.apply(before);
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
