package dev.dromon.callback;

import dev.dromon.api.KeptnTask;
import dev.dromon.gather.Kinds;
import dev.dromon.gather.TaskStatusMapper;
import dev.dromon.kube.ApiFailure;
import dev.dromon.kube.ChangeBell;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KindCache;
import dev.dromon.task.TaskStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Tasks from the cache. A replica that follows may hear of a request a moment after the receiver got it, so a token that is not known is looked for again for a while, by
 * few at a time: who guesses keeps nobody waiting whose token is known. Thread-safe.
 */
final class CachedTasks implements AskedTasks {

    private static final int LOOKING_AGAIN = 8;

    private final KindCache<KeptnTask> tasks;
    private final ClusterWriter writer;
    private final KubernetesSerialization serialization;
    private final Duration patience;
    private final Semaphore again = new Semaphore(LOOKING_AGAIN);
    private final ChangeBell changes = new ChangeBell();

    /** Reads the cache, writes by the writer; patience is for how long a token is looked for that is not known, zero where requests are known before they are sent. */
    CachedTasks(KindCache<KeptnTask> tasks, ClusterWriter writer, KubernetesSerialization serialization, Duration patience) {
        this.tasks = tasks;
        this.writer = writer;
        this.serialization = serialization;
        this.patience = patience;
        tasks.listen(changed -> changes.ring());
    }

    @Override
    public Optional<KeptnTask> find(String tokenHash) throws NotNow, InterruptedException {
        Optional<KeptnTask> found = known(tokenHash);
        if (found.isPresent()) {
            return found;
        }
        if (!current() || !again.tryAcquire()) {
            throw new NotNow();
        }
        try {
            found = awaited(tokenHash);
        } finally {
            again.release();
        }
        if (found.isEmpty() && !current()) {
            throw new NotNow();
        }
        return found;
    }

    private Optional<KeptnTask> awaited(String tokenHash) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        long rung = changes.count();
        Optional<KeptnTask> found = known(tokenHash);
        for (long left = patience.toNanos(); found.isEmpty() && left > 0; left = end - System.nanoTime()) {
            changes.await(rung, Duration.ofNanos(left));
            rung = changes.count();
            found = known(tokenHash);
        }
        return found;
    }

    @Override
    public Optional<KeptnTask> named(String namespace, String name) {
        return tasks.get(namespace, name).filter(CachedTasks::asked).or(() -> writer.reread(KeptnTask.class, namespace, name).filter(CachedTasks::asked));
    }

    private static boolean asked(KeptnTask task) {
        return TaskStatusMapper.read(task).callback().isPresent();
    }

    private Optional<KeptnTask> known(String tokenHash) {
        return tasks.byIndex(Kinds.BY_TOKEN, tokenHash).stream().findFirst();
    }

    private boolean current() {
        return tasks.synced() && tasks.watching();
    }

    @Override
    public void write(KeptnTask task, TaskStatus status) {
        KeptnTask copy = serialization.clone(task);
        TaskStatusMapper.write(copy, status);
        writer.updateStatus(copy);
    }

    @Override
    public Optional<KeptnTask> reread(KeptnTask task) throws NotNow {
        try {
            return writer.reread(KeptnTask.class, task.getMetadata().getNamespace(), task.getMetadata().getName())
                    .filter(t -> t.getMetadata().getUid().equals(task.getMetadata().getUid()));
        } catch (KubernetesClientException e) {
            if (ApiFailure.absent(e)) {
                return Optional.empty();
            }
            throw new NotNow();
        }
    }
}
