package dev.dromon.task;

import dev.dromon.model.Blocker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A task, and its Job or what it asks, as they were found.
 *
 * @param status    what is recorded of the task
 * @param jobName   name that its Job has or will have
 * @param job       its Job; empty when there is none
 * @param problem   why a Job cannot be made of its definition, or nobody asked; empty when it can
 * @param cancelled why the task must not run (any more); empty when it may
 * @param question  what its definition wants asked instead of a Job; empty when it wants nothing asked
 * @param calling   what its definition wants called instead of a Job; empty when it wants nothing called
 * @param last      what the pods of its Job tell of its end; empty before that, and when nothing is known
 * @param now       time of this look, microseconds
 */
public record TaskObservation(TaskStatus status, String jobName, Optional<Job> job, Optional<Blocker> problem, Optional<String> cancelled, Optional<Question> question,
        Optional<Calling> calling, Optional<LastAttempt> last, Instant now) {

    /**
     * Something that somebody outside is asked.
     *
     * @param timeout   longest wait for the answer
     * @param tokenHash SHA-256, in hex, of the token that the answer must carry; empty while it is not known
     */
    public record Question(Duration timeout, String tokenHash) {
    }

    /**
     * Something that Dromon itself calls.
     *
     * @param timeout longest time from the record of the first attempt to a verdict
     * @param task    uid of the task
     */
    public record Calling(Duration timeout, String task) {
    }

    /** A task whose definition wants a Job. */
    public TaskObservation(TaskStatus status, String jobName, Optional<Job> job, Optional<Blocker> problem, Optional<String> cancelled, Instant now) {
        this(status, jobName, job, problem, cancelled, Optional.empty(), now);
    }

    /** A task whose definition wants nothing called, and whose Job has not ended or tells nothing of its pods. */
    public TaskObservation(TaskStatus status, String jobName, Optional<Job> job, Optional<Blocker> problem, Optional<String> cancelled, Optional<Question> question, Instant now) {
        this(status, jobName, job, problem, cancelled, question, Optional.empty(), Optional.empty(), now);
    }

    /** Whether its Job has ended and that is to be recorded. */
    public boolean ending() {
        return !status.state().completed() && cancelled.isEmpty() && job.filter(j -> j.succeeded() || j.failure().isPresent()).isPresent();
    }

    /** Whether it is to ask somebody as soon as there is a token. */
    public boolean asks() {
        return question.isPresent() && fresh();
    }

    /** Whether it is to call something as soon as that can be called. */
    public boolean calls() {
        return calling.isPresent() && fresh();
    }

    private boolean fresh() {
        boolean begun = status.callback().isPresent() || status.call().isPresent() || job.isPresent() || !status.jobName().isEmpty() || status.state().completed();
        return !begun && problem.isEmpty() && cancelled.isEmpty();
    }

    /** The same with the hash of the token. */
    public TaskObservation withToken(String tokenHash) {
        return new TaskObservation(status, jobName, job, problem, cancelled, question.map(q -> new Question(q.timeout(), tokenHash)), calling, last, now);
    }

    /** The same with a problem. */
    public TaskObservation withProblem(Blocker found) {
        return new TaskObservation(status, jobName, job, Optional.of(found), cancelled, question, calling, last, now);
    }

    /** The same with what the pods of its Job tell. */
    public TaskObservation withLast(LastAttempt attempt) {
        return new TaskObservation(status, jobName, job, problem, cancelled, question, calling, Optional.of(attempt), now);
    }

    /**
     * A Job.
     *
     * @param conditions its true conditions in their order
     * @param expires    whether it will be removed by Kubernetes some time after its end
     * @param failed     pods of it that have failed, as far as it has counted them
     */
    public record Job(List<Condition> conditions, boolean expires, int failed) {

        private static final Set<String> SUCCESS = Set.of("Complete", "SuccessCriteriaMet");
        private static final Set<String> FAILURE = Set.of("Failed", "FailureTarget");

        public Job {
            conditions = List.copyOf(conditions);
        }

        /** A Job without failed pods. */
        public Job(List<Condition> conditions, boolean expires) {
            this(conditions, expires, 0);
        }

        /** Whether it ended well, or is about to; that wins over a failure. */
        public boolean succeeded() {
            return conditions.stream().anyMatch(c -> SUCCESS.contains(c.type()));
        }

        /** The condition that says why it failed, or is about to; empty when it does not. */
        public Optional<Condition> failure() {
            return succeeded() ? Optional.empty() : conditions.stream().filter(c -> FAILURE.contains(c.type())).findFirst();
        }
    }

    /** A condition whose status is True. */
    public record Condition(String type, String reason, String message) {
    }
}
