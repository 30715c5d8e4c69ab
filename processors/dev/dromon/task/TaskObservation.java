package dev.dromon.task;

import dev.dromon.model.Blocker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
 * @param now       time of this look, microseconds
 */
public record TaskObservation(TaskStatus status, String jobName, Optional<Job> job, Optional<Blocker> problem, Optional<String> cancelled, Optional<Question> question,
        Optional<Calling> calling, Instant now) {

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

    /** A task whose definition wants nothing called. */
    public TaskObservation(TaskStatus status, String jobName, Optional<Job> job, Optional<Blocker> problem, Optional<String> cancelled, Optional<Question> question, Instant now) {
        this(status, jobName, job, problem, cancelled, question, Optional.empty(), now);
    }

    /** A task whose definition wants a Job. */
    public TaskObservation(TaskStatus status, String jobName, Optional<Job> job, Optional<Blocker> problem, Optional<String> cancelled, Instant now) {
        this(status, jobName, job, problem, cancelled, Optional.empty(), now);
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
        return new TaskObservation(status, jobName, job, problem, cancelled, question.map(q -> new Question(q.timeout(), tokenHash)), calling, now);
    }

    /** The same with a problem. */
    public TaskObservation withProblem(Blocker found) {
        return new TaskObservation(status, jobName, job, Optional.of(found), cancelled, question, calling, now);
    }

    /**
     * A Job: its true conditions in their order, and whether it will be removed by Kubernetes some time after its end.
     */
    public record Job(List<Condition> conditions, boolean expires) {
        public Job {
            conditions = List.copyOf(conditions);
        }
    }

    /** A condition whose status is True. */
    public record Condition(String type, String reason, String message) {
    }
}
