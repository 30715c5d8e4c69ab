package dev.dromon.callback;

import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskSpec;
import dev.dromon.gather.TaskStatusMapper;
import dev.dromon.model.State;
import dev.dromon.task.Callback;
import dev.dromon.task.TaskStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One task as the API server has it, which may be ahead of what is found first. It waits for a minute. */
final class OneTask implements AskedTasks {

    static final String TOKEN = CallbackToken.of(new byte[32], "uid");

    KeptnTask found;
    Optional<KeptnTask> current = Optional.empty();
    final List<Integer> failures = new ArrayList<>();
    final List<TaskStatus> written = new ArrayList<>();
    boolean blind;
    private final Instant start;

    OneTask(Instant start) {
        this.start = start;
        found = of(status(State.PROGRESSING, new Callback(CallbackToken.hash(TOKEN), start.plusSeconds(60))));
    }

    TaskStatus status(State state, Callback callback) {
        return new TaskStatus(state, "", "", "", Optional.of(start), Optional.empty(), Optional.of(callback));
    }

    static KeptnTask of(TaskStatus status) {
        KeptnTask task = new KeptnTask();
        task.setMetadata(new ObjectMetaBuilder().withName("pre-approve").withNamespace("shop").withUid("uid").build());
        task.setSpec(new KeptnTaskSpec());
        TaskStatusMapper.write(task, status);
        return task;
    }

    @Override
    public Optional<KeptnTask> find(String tokenHash) throws NotNow {
        if (blind) {
            throw new NotNow();
        }
        return Optional.of(found).filter(t -> t.getStatus().callback.tokenHash.equals(tokenHash));
    }

    @Override
    public Optional<KeptnTask> named(String namespace, String name) {
        if (blind) {
            throw new KubernetesClientException("refused", 500, null);
        }
        return Optional.of(found).filter(t -> t.getMetadata().getNamespace().equals(namespace) && t.getMetadata().getName().equals(name));
    }

    @Override
    public void write(KeptnTask task, TaskStatus status) {
        if (!failures.isEmpty()) {
            throw new KubernetesClientException("refused", failures.remove(0), null);
        }
        written.add(status);
        TaskStatusMapper.write(found, status);
    }

    @Override
    public Optional<KeptnTask> reread(KeptnTask task) throws NotNow {
        if (blind) {
            throw new NotNow();
        }
        return current;
    }
}
