package dev.dromon.evaluation;

import dev.dromon.model.State;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is recorded of an evaluation.
 *
 * @param attempts    attempts made so far
 * @param lastAttempt when the last one was made; empty before the first
 * @param objectives  outcome of the last look at each objective, in the order of the definition
 */
public record EvaluationStatus(State state, int attempts, Optional<Instant> lastAttempt, List<Objective> objectives, Optional<Instant> start, Optional<Instant> end) {

    /** An evaluation that nobody has looked at. */
    public static final EvaluationStatus NEW = new EvaluationStatus(State.PENDING, 0, Optional.empty(), List.of(), Optional.empty(), Optional.empty());

    /**
     * Outcome of one objective.
     *
     * @param target  as written
     * @param value   that it was judged by; empty when there was none
     * @param source  namespace and name of the metric with a slash between; empty when there was none
     * @param time    when the value was found, microseconds; empty when nobody said
     * @param state   SUCCEEDED or FAILED
     * @param message a sentence
     */
    public record Objective(String metric, String target, String value, String source, Optional<Instant> time, State state, String message) {
    }

    public EvaluationStatus {
        Objects.requireNonNull(state);
        objectives = List.copyOf(objectives);
    }
}
