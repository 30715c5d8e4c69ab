package dev.dromon.callback;

import dev.dromon.api.KeptnTask;
import dev.dromon.task.TaskStatus;
import java.util.Optional;

/** Tasks by the tokens of their requests. */
interface AskedTasks {

    /** At this moment it cannot be told, or not be written. */
    final class NotNow extends Exception {

        private static final long serialVersionUID = 1L;
    }

    /** The task whose request carried the token with this hash; shared, read only. {@link NotNow} while it cannot be known that there is none. */
    Optional<KeptnTask> find(String tokenHash) throws NotNow, InterruptedException;

    /** Writes the status; another writer in between is a conflict. */
    void write(KeptnTask task, TaskStatus status);

    /** The same task as the API server has it; empty when it is gone. {@link NotNow} when that does not answer. */
    Optional<KeptnTask> reread(KeptnTask task) throws NotNow;
}
