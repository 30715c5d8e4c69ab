package dev.dromon.task;

import dev.dromon.model.State;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/**
 * Decides a task from its Job, or from the answer that it waits for, or when what is called for it takes too long. A task that has ended stays as it is, whatever becomes of its Job. Pure; never throws.
 * Rules: docs/concepts.md, tasks.
 */
public final class TaskDecider {

    /** Reason of a failure that is believed only after the API server was asked: a cache may be old. */
    public static final String JOB_NOT_FOUND = "JobNotFound";

    /** Reason of a wait that whoever suspended the Job ends; its time stands still meanwhile. */
    public static final String JOB_SUSPENDED = "JobSuspended";

    private static final String SUSPENDED = "Suspended";
    /** Reasons of a task that goes on by itself, or when whoever was asked answers. */
    private static final Set<String> WAITS = Set.of(JOB_SUSPENDED, "WaitingForAnswer", "RequestNotTaken", "AttemptFailed");

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
        if (before.callback().isPresent()) {
            return new TaskDecision(TaskDecision.Act.NONE, answered(seen, before.callback().get()));
        }
        if (before.call().isPresent()) {
            return new TaskDecision(TaskDecision.Act.NONE, called(seen, before.call().get()));
        }
        if (seen.job().isPresent()) {
            return new TaskDecision(TaskDecision.Act.NONE, follow(seen, seen.job().get()));
        }
        if (!before.jobName().isEmpty()) {
            return new TaskDecision(TaskDecision.Act.NONE, ended(seen, State.FAILED, JOB_NOT_FOUND,
                    "Job " + before.jobName() + " was deleted before its outcome was seen, and is not run a second time"));
        }
        if (seen.problem().isPresent()) {
            TaskStatus waiting = new TaskStatus(State.PENDING, "", "", "", before.start(), Optional.empty());
            return new TaskDecision(TaskDecision.Act.NONE, waiting.because(seen.problem().get()));
        }
        if (seen.question().isPresent()) {
            return new TaskDecision(TaskDecision.Act.NONE, asking(seen, seen.question().get()));
        }
        if (seen.calling().isPresent()) {
            return new TaskDecision(TaskDecision.Act.NONE, calling(seen, seen.calling().get()));
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
        if (job.succeeded()) {
            return ended(seen, State.SUCCEEDED, "", "").with(outcome(seen, job.failed() + 1));
        }
        return job.failure().map(f -> ended(seen, State.FAILED, f.reason(), failure(f.message(), seen.last())).with(outcome(seen, job.failed()))).orElseGet(() -> going(seen, job));
    }

    /** What the container says comes after what the Job says: that one is the same for all tasks. */
    private static String failure(String job, Optional<LastAttempt> last) {
        return last.map(LastAttempt::sentence).filter(s -> !s.isEmpty()).map(s -> job.isEmpty() ? s : job + "; " + s).orElse(job);
    }

    /** The Job counts its pods late, and pods may be gone when they are looked for: what knows of more is right. */
    private static TaskOutcome outcome(TaskObservation seen, int counted) {
        return seen.last().map(l -> new TaskOutcome(Math.max(counted, l.attempts()), l.pod(), l.exitCode(), l.output())).orElseGet(() -> new TaskOutcome(counted, "", Optional.empty(), ""));
    }

    private static TaskStatus going(TaskObservation seen, TaskObservation.Job job) {
        boolean suspended = job.conditions().stream().anyMatch(c -> SUSPENDED.equals(c.type()));
        return suspended ? new TaskStatus(State.PROGRESSING, seen.jobName(), JOB_SUSPENDED, "Job " + seen.jobName() + " is suspended; it goes on, and its time counts, when spec.suspend is false",
                started(seen), Optional.empty()) : running(seen);
    }

    /** Nobody is asked before this is recorded. */
    private static TaskStatus asking(TaskObservation seen, TaskObservation.Question question) {
        Callback callback = new Callback(question.tokenHash(), seen.now().plus(question.timeout()));
        return new TaskStatus(State.PROGRESSING, "", "", "", started(seen), Optional.empty(), Optional.of(callback));
    }

    /** An answer that was recorded counts, also when the deadline has passed since. */
    private static TaskStatus answered(TaskObservation seen, Callback callback) {
        if (callback.answer().isPresent()) {
            CallbackAnswer answer = callback.answer().get();
            String why = answer.message().isEmpty() ? "the answer was failed, without a message" : answer.message();
            return answer.succeeded() ? ended(seen, State.SUCCEEDED, "", answer.message()) : ended(seen, State.FAILED, "CallbackFailed", why);
        }
        if (seen.now().isBefore(callback.deadline())) {
            return seen.status();
        }
        String unsent = callback.requested().isPresent() ? "" : "; the request was never taken" + (seen.status().message().isEmpty() ? "" : ": " + seen.status().message());
        return ended(seen, State.FAILED, "CallbackTimeout", "no answer came until " + callback.deadline().truncatedTo(ChronoUnit.SECONDS) + unsent);
    }

    /** Nothing is called before this is recorded. */
    private static TaskStatus calling(TaskObservation seen, TaskObservation.Calling wanted) {
        Call call = new Call(wanted.task(), seen.now().plus(wanted.timeout()));
        return new TaskStatus(State.PROGRESSING, "", "", "", started(seen), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(call));
    }

    /** How an attempt ended is decided where it is seen. */
    private static TaskStatus called(TaskObservation seen, Call call) {
        if (seen.now().isBefore(call.deadline())) {
            return seen.status();
        }
        String last = seen.status().message().isEmpty() ? "" : "; before: " + seen.status().message();
        return ended(seen, State.FAILED, "DeadlineExceeded", "there was no verdict until " + call.deadline().truncatedTo(ChronoUnit.SECONDS) + ", in attempt " + call.attempt() + last);
    }

    /** How long nothing can happen to the task but that somebody answers, or what was called ends; empty when it waits for neither. */
    public static Optional<Duration> untilDeadline(TaskStatus status, Instant now) {
        Optional<Instant> deadline = status.callback().filter(c -> c.answer().isEmpty()).map(Callback::deadline).or(() -> status.call().map(Call::deadline));
        return deadline.filter(d -> !status.state().completed()).map(d -> Duration.between(now, d)).map(d -> d.isNegative() ? Duration.ZERO : d);
    }

    /** Whether a reason names a wait for which nobody of those who run the cluster has to act. */
    public static boolean waits(String reason) {
        return WAITS.contains(reason);
    }

    private static TaskStatus running(TaskObservation seen) {
        return new TaskStatus(State.PROGRESSING, seen.jobName(), "", "", started(seen), Optional.empty());
    }

    private static TaskStatus ended(TaskObservation seen, State state, String reason, String message) {
        String job = seen.job().isPresent() ? seen.jobName() : seen.status().jobName();
        return new TaskStatus(state, job, reason, TaskStatus.cut(message), started(seen), Optional.of(seen.now()), seen.status().callback(), seen.status().outcome(), seen.status().call());
    }

    private static Optional<Instant> started(TaskObservation seen) {
        return seen.status().start().or(() -> Optional.of(seen.now()));
    }
}
