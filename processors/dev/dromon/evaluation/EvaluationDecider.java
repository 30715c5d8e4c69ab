package dev.dromon.evaluation;

import dev.dromon.model.Numbers;
import dev.dromon.model.State;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides an evaluation: it has passed as soon as all objectives are met at the same look, and has failed when the last attempt did not pass. A look between two
 * attempts (a metric changed) can pass but uses no attempt. Pure; never throws. Rules: docs/reference/evaluations.md.
 */
public final class EvaluationDecider {

    private EvaluationDecider() {
    }

    /** The status that follows; an evaluation that has ended is returned as it is. */
    public static EvaluationDecision decide(EvaluationObservation seen) {
        EvaluationStatus before = seen.status();
        if (before.state().completed()) {
            return new EvaluationDecision(before, Optional.empty());
        }
        Optional<Instant> start = before.start().or(() -> Optional.of(seen.now()));
        if (seen.cancelled().isPresent()) {
            return end(new EvaluationStatus(State.DEPRECATED, before.attempts(), before.lastAttempt(), before.objectives(), start, Optional.of(seen.now())));
        }
        if (seen.objectives().isEmpty()) {
            return new EvaluationDecision(before, Optional.empty());
        }
        List<EvaluationStatus.Objective> judged = seen.objectives().get().stream().map(o -> judge(o, seen.now())).toList();
        if (judged.stream().allMatch(o -> o.state() == State.SUCCEEDED)) {
            return end(new EvaluationStatus(State.SUCCEEDED, before.attempts() + 1, Optional.of(seen.now()), judged, start, Optional.of(seen.now())));
        }
        Duration untilNext = before.lastAttempt().map(last -> Duration.between(seen.now(), last.plus(seen.retryInterval()))).orElse(Duration.ZERO);
        if (untilNext.compareTo(Duration.ZERO) > 0) {
            return new EvaluationDecision(before, Optional.of(untilNext));
        }
        return attempt(seen, judged, start);
    }

    private static EvaluationDecision attempt(EvaluationObservation seen, List<EvaluationStatus.Objective> judged, Optional<Instant> start) {
        int attempts = seen.status().attempts() + 1;
        boolean last = attempts >= Math.max(1, seen.retries());
        EvaluationStatus status = new EvaluationStatus(last ? State.FAILED : State.PROGRESSING, attempts, Optional.of(seen.now()), judged, start,
                last ? Optional.of(seen.now()) : Optional.empty());
        return last ? end(status) : new EvaluationDecision(status, Optional.of(seen.retryInterval()));
    }

    private static EvaluationDecision end(EvaluationStatus status) {
        return new EvaluationDecision(status, Optional.empty());
    }

    private static EvaluationStatus.Objective judge(ObjectiveObservation seen, Instant now) {
        Optional<Target> target = Target.parse(seen.target());
        if (target.isEmpty()) {
            return failed(seen, "target '" + seen.target() + "' is not an operator (<, >, <=, >=, ==) and a number");
        }
        if (seen.value().isEmpty()) {
            return failed(seen, seen.problem());
        }
        if (seen.source().tooOld(now)) {
            return failed(seen, "value '" + seen.value().get() + "' is older than twice the interval of its KeptnMetric and does not count");
        }
        Optional<BigDecimal> value = Numbers.parse(seen.value().get());
        if (value.isEmpty()) {
            return failed(seen, "value '" + seen.value().get() + "' is not a number");
        }
        boolean met = target.get().met(value.get());
        String message = "value '" + seen.value().get() + "' " + (met ? "met" : "did not meet") + " objective '" + seen.target() + "'";
        return outcome(seen, met ? State.SUCCEEDED : State.FAILED, message);
    }

    private static EvaluationStatus.Objective failed(ObjectiveObservation seen, String message) {
        return outcome(seen, State.FAILED, message);
    }

    private static EvaluationStatus.Objective outcome(ObjectiveObservation seen, State state, String message) {
        return new EvaluationStatus.Objective(seen.metric(), seen.target(), seen.value().orElse(""), seen.source().object(), seen.source().time(), state, message);
    }
}
