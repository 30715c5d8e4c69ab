package dev.dromon.task;

import dev.dromon.model.State;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Decides a task from its Job. A task that has ended stays as it is, whatever becomes of its Job. Pure; never throws. Rules: docs/concepts.md, tasks.
 */
public final class TaskDecider {

    private static final Set<String> SUCCESS = Set.of("Complete", "SuccessCriteriaMet");
    private static final Set<String> FAILURE = Set.of("Failed", "FailureTarget");
    /** Reason of a failure that is believed only after the API server was asked: a cache may be old. */
    public static final String JOB_NOT_FOUND = "JobNotFound";

    /** Reason of a wait that whoever suspended the Job ends; its time stands still meanwhile. */
    public static final String JOB_SUSPENDED = "JobSuspended";

    private static final String SUSPENDED = "Suspended";
    private static final int MESSAGE = 1024;

    private TaskDecider() {
    }

    /**
     * Creates the Job once, follows its conditions, and lets it expire after its outcome is recorded, or deletes it when the task was cancelled; a vanished Job of
     * a running task is a failure, not a reason to run it again.
     */
    public static TaskDecision decide(TaskObservation seen) {
        TaskStatus before = seen.status();
        if (before.state().completed()) {
            return new TaskDecision(cleanUp(before.state(), seen.job()), before);
        }
        if (seen.cancelled().isPresent()) {
            return new TaskDecision(TaskDecision.Act.NONE, ended(seen, State.DEPRECATED, "Cancelled", seen.cancelled().get()));
        }
        if (seen.job().isPresent()) {
            return new TaskDecision(TaskDecision.Act.NONE, follow(seen, seen.job().get()));
        }
        if (!before.jobName().isEmpty()) {
            return new TaskDecision(TaskDecision.Act.NONE, ended(seen, State.FAILED, JOB_NOT_FOUND,
                    "Job " + before.jobName() + " was deleted before its outcome was seen, and is not run a second time"));
        }
        if (seen.problem().isPresent()) {
            return new TaskDecision(TaskDecision.Act.NONE, new TaskStatus(State.PENDING, "", seen.problem().get().reason(), cut(seen.problem().get().message()), before.start(), Optional.empty()));
        }
        return new TaskDecision(TaskDecision.Act.CREATE_JOB, running(seen));
    }

    /** The Job of a cancelled task goes after its verdict is recorded: whoever saw it vanish before would take it for deleted by somebody. It may also turn up only then. */
    private static TaskDecision.Act cleanUp(State ended, Optional<TaskObservation.Job> job) {
        if (ended == State.DEPRECATED) {
            return job.isPresent() ? TaskDecision.Act.DELETE_JOB : TaskDecision.Act.NONE;
        }
        return job.filter(j -> !j.expires()).isPresent() ? TaskDecision.Act.EXPIRE_JOB : TaskDecision.Act.NONE;
    }

    private static TaskStatus follow(TaskObservation seen, TaskObservation.Job job) {
        Optional<TaskObservation.Condition> failure = job.conditions().stream().filter(c -> FAILURE.contains(c.type())).findFirst();
        if (job.conditions().stream().anyMatch(c -> SUCCESS.contains(c.type()))) {
            return ended(seen, State.SUCCEEDED, "", "");
        }
        return failure.map(f -> ended(seen, State.FAILED, f.reason(), f.message())).orElseGet(() -> going(seen, job));
    }

    private static TaskStatus going(TaskObservation seen, TaskObservation.Job job) {
        boolean suspended = job.conditions().stream().anyMatch(c -> SUSPENDED.equals(c.type()));
        return suspended ? new TaskStatus(State.PROGRESSING, seen.jobName(), JOB_SUSPENDED, "Job " + seen.jobName() + " is suspended; it goes on, and its time counts, when spec.suspend is false",
                started(seen), Optional.empty()) : running(seen);
    }

    private static TaskStatus running(TaskObservation seen) {
        return new TaskStatus(State.PROGRESSING, seen.jobName(), "", "", started(seen), Optional.empty());
    }

    private static TaskStatus ended(TaskObservation seen, State state, String reason, String message) {
        String job = seen.job().isPresent() ? seen.jobName() : seen.status().jobName();
        return new TaskStatus(state, job, reason, cut(message), started(seen), Optional.of(seen.now()));
    }

    private static Optional<Instant> started(TaskObservation seen) {
        return seen.status().start().or(() -> Optional.of(seen.now()));
    }

    private static String cut(String message) {
        return message.length() <= MESSAGE ? message : message.substring(0, MESSAGE - 1) + "…";
    }
}
