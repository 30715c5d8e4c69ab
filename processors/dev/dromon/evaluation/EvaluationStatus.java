package dev.dromon.evaluation;

import dev.dromon.model.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is recorded of an evaluation.
 *
 * @param attempts    attempts made so far
 * @param lastAttempt when the last one was made; empty before the first
 * @param objectives  outcome of each objective as it stands, by its place in the definition
 * @param history     the newest {@link #KEPT} attempts, oldest first
 */
public record EvaluationStatus(State state, int attempts, Optional<Instant> lastAttempt, List<Objective> objectives, List<Attempt> history, Optional<Instant> start,
        Optional<Instant> end) {

    /** How many attempts are kept: a status is bounded. */
    public static final int KEPT = 10;

    /** An evaluation that nobody has looked at. */
    public static final EvaluationStatus NEW = new EvaluationStatus(State.PENDING, 0, Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty());

    /**
     * Outcome of one objective.
     *
     * @param target  as written
     * @param value   the value it was judged by, as written; empty when there was none
     * @param fetched when that value was fetched; empty when that is not known
     * @param state   SUCCEEDED or FAILED; PROGRESSING while its analysis has no verdict
     * @param message one sentence
     */
    public record Objective(ObjectiveObservation.Metric metric, String target, String value, Optional<Instant> fetched, State state, String message) {

        /** Whether a later look asks the same of the same metric, which may be gone by then. */
        boolean sameAs(Objective later) {
            boolean place = later.metric.namespace().isEmpty() || later.metric.namespace().equals(metric.namespace());
            return place && metric.name().equals(later.metric.name()) && target.equals(later.target);
        }
    }

    /** What an attempt found at that time. */
    public record Attempt(Instant time, List<Objective> objectives) {
        public Attempt {
            Objects.requireNonNull(time);
            objectives = List.copyOf(objectives);
        }
    }

    public EvaluationStatus {
        Objects.requireNonNull(state);
        objectives = List.copyOf(objectives);
        history = List.copyOf(history);
    }

    /** The same evaluation after one more attempt; it has ended when the state is final. */
    EvaluationStatus attempted(State after, List<Objective> found, Instant begun, Instant now) {
        List<Attempt> all = Stream.concat(history.stream(), Stream.of(new Attempt(now, found))).toList();
        return new EvaluationStatus(after, attempts + 1, Optional.of(now), found, all.subList(Math.max(0, all.size() - KEPT), all.size()), Optional.of(begun),
                after.completed() ? Optional.of(now) : Optional.empty());
    }

    /**
     * Which attempt is to be made at that time, from 1; empty when it is too early for it, or the evaluation has ended. Never throws.
     */
    public Optional<Integer> due(Instant now, Duration retryInterval) {
        boolean early = lastAttempt.filter(last -> last.plus(retryInterval).isAfter(now)).isPresent();
        return early || state.completed() ? Optional.empty() : Optional.of(attempts + 1);
    }

    /** The same evaluation in an attempt whose analyses are waited for. */
    EvaluationStatus waiting(List<Objective> found, Instant begun) {
        return new EvaluationStatus(State.PROGRESSING, attempts, lastAttempt, found, history, Optional.of(begun), Optional.empty());
    }

    /** The same evaluation with what a look between two attempts found. */
    EvaluationStatus seen(List<Objective> found) {
        return new EvaluationStatus(state, attempts, lastAttempt, found, history, start, end);
    }

    /** The same evaluation, stopped before its end. */
    EvaluationStatus cancelled(Instant begun, Instant now) {
        return new EvaluationStatus(State.DEPRECATED, attempts, lastAttempt, objectives, history, Optional.of(begun), Optional.of(now));
    }

    /** How many objectives are met as it stands. */
    long met() {
        return objectives.stream().filter(o -> o.state() == State.SUCCEEDED).count();
    }
}
