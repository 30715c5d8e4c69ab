package dev.dromon.callback;

import dev.dromon.api.KeptnTask;
import dev.dromon.gather.TaskStatusMapper;
import dev.dromon.kube.ApiFailure;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.Keys;
import dev.dromon.kube.KubeCaches;
import dev.dromon.task.AnswerDecider;
import dev.dromon.task.AnswerDecider.Verdict;
import dev.dromon.task.Callback;
import dev.dromon.task.CallbackAnswer;
import dev.dromon.task.TaskStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records answers, whoever they come from: the first one in time, with the version of the task that it was judged by. The task is ended by its route. Thread-safe. Rules:
 * docs/reference/tasks.md, the answer.
 */
public final class AnswerRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerRecorder.class);
    private static final Duration FOLLOWER_PATIENCE = Duration.ofSeconds(1);
    private static final int TRIES = 5;

    private final AskedTasks tasks;

    /**
     * What became of an answer.
     *
     * @param verdict what it was worth; RECORD: it has been recorded
     * @param task    the task that it was for, as it was judged; empty when there is none
     */
    public record Result(Verdict verdict, Optional<KeptnTask> task) {
    }

    AnswerRecorder(AskedTasks tasks) {
        this.tasks = tasks;
    }

    /** Finds tasks in the cache and writes them by the writer; alone means that there is no other replica, which could hear of a request later than its receiver. */
    public static AnswerRecorder of(KubeCaches caches, ClusterWriter writer, KubernetesSerialization serialization, boolean alone) {
        return new AnswerRecorder(new CachedTasks(caches.of(KeptnTask.class), writer, serialization, alone ? Duration.ZERO : FOLLOWER_PATIENCE));
    }

    /** For the task whose request carried the token. */
    Result byToken(String token, CallbackAnswer answer) throws NotNow, InterruptedException {
        String hash = CallbackToken.hash(token);
        return give(tasks.find(hash), status -> hash, answer);
    }

    /**
     * For the task of that name, by somebody who has proved otherwise that he may answer it and needs no token. {@link AnswerReader.NoAnswer} when its token is in the message,
     * which everybody can read; a KubernetesClientException when the API server does not tell whether there is such a task.
     */
    public Result byName(String namespace, String name, CallbackAnswer answer) throws NotNow, AnswerReader.NoAnswer {
        Optional<KeptnTask> task = tasks.named(namespace, name);
        if (task.filter(t -> CallbackToken.within(answer.message(), recorded(TaskStatusMapper.read(t)))).isPresent()) {
            throw new AnswerReader.NoAnswer("message must not contain the token, because everybody can read it");
        }
        return give(task, AnswerRecorder::recorded, answer);
    }

    private static String recorded(TaskStatus status) {
        return status.callback().map(Callback::tokenHash).orElse("");
    }

    private Result give(Optional<KeptnTask> found, Function<TaskStatus, String> hash, CallbackAnswer answer) throws NotNow {
        Optional<KeptnTask> task = found;
        for (int left = TRIES; left > 0 && task.isPresent(); left--) {
            TaskStatus status = TaskStatusMapper.read(task.get());
            Verdict verdict = AnswerDecider.decide(status, hash.apply(status), answer);
            if (verdict != Verdict.RECORD) {
                return new Result(verdict, task);
            }
            try {
                tasks.write(task.get(), AnswerDecider.recorded(status, answer));
                return new Result(verdict, task);
            } catch (KubernetesClientException e) {
                task = again(task.get(), e);
            }
        }
        if (task.isPresent()) {
            throw new NotNow();
        }
        return new Result(Verdict.UNKNOWN, task);
    }

    /** The task as the API server has it, when somebody else changed or deleted it first. */
    private Optional<KeptnTask> again(KeptnTask task, KubernetesClientException failure) throws NotNow {
        if (ApiFailure.conflict(failure) || ApiFailure.absent(failure)) {
            return tasks.reread(task);
        }
        String reason = ClusterWriter.invalid(failure) ? "the object is invalid" : ApiFailure.reason(failure);
        LOG.warn("an answer cannot be recorded, its sender is told to come again task={} reason=\"{}\"", Keys.key(task), reason);
        throw new NotNow();
    }
}
