package dev.dromon.callback;

import dev.dromon.api.KeptnTask;
import dev.dromon.task.TaskStatus;
import java.util.Optional;

/** Tasks that somebody outside was asked about. */
interface AskedTasks {

    /** The task whose request carried the token with this hash; shared, read only. {@link NotNow} while it cannot be known that there is none. */
    Optional<KeptnTask> find(String tokenHash) throws NotNow, InterruptedException;

    /** The task of that name, once its request is recorded, as the cache or else the API server has it; shared, read only. Whatever else that says comes out as it is. */
    Optional<KeptnTask> named(String namespace, String name);

    /** Writes the status; another writer in between is a conflict. */
    void write(KeptnTask task, TaskStatus status);

    /** The same task as the API server has it; empty when it is gone. {@link NotNow} when that does not answer. */
    Optional<KeptnTask> reread(KeptnTask task) throws NotNow;
}
