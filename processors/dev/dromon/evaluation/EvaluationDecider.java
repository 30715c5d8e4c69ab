package dev.dromon.evaluation;

import dev.dromon.model.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides an evaluation: it has passed as soon as each objective was met at some look, and has failed when the last attempt did not pass. A look between two attempts (a metric changed) can
 * pass, and what it found met is kept, but it uses no attempt. An attempt waits for its analyses. Pure; never throws. Rules: docs/reference/evaluations.md.
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
        Instant start = before.start().orElse(seen.now());
        if (seen.cancelled().isPresent()) {
            return new EvaluationDecision(before.cancelled(start, seen.now()), Optional.empty());
        }
        if (seen.objectives().isEmpty()) {
            return new EvaluationDecision(before, Optional.empty());
        }
        List<EvaluationStatus.Objective> found = ObjectiveJudge.kept(before.objectives(), seen.objectives().get().stream().map(o -> ObjectiveJudge.judge(o, seen.now())).toList());
        if (found.stream().allMatch(o -> o.state() == State.SUCCEEDED)) {
            return new EvaluationDecision(before.attempted(State.SUCCEEDED, found, start, seen.now()), Optional.empty());
        }
        if (before.due(seen.now(), seen.retryInterval()).isEmpty()) {
            return between(before, found, Duration.between(seen.now(), before.lastAttempt().orElse(seen.now()).plus(seen.retryInterval())));
        }
        Optional<Instant> until = seen.objectives().get().stream().flatMap(o -> o.verdict().stream()).flatMap(v -> v.until().stream()).min(Comparator.naturalOrder());
        if (until.isPresent()) {
            return waiting(before, found, start, Duration.between(seen.now(), until.get()));
        }
        boolean last = before.attempts() + 1 >= Math.max(1, seen.retries());
        EvaluationStatus status = before.attempted(last ? State.FAILED : State.PROGRESSING, found, start, seen.now());
        return new EvaluationDecision(status, last ? Optional.empty() : Optional.of(seen.retryInterval()));
    }

    /** An attempt ends when its analyses have; what they are waited for is written once. */
    private static EvaluationDecision waiting(EvaluationStatus before, List<EvaluationStatus.Objective> found, Instant start, Duration longest) {
        EvaluationStatus after = before.waiting(found, start);
        boolean known = before.state() == State.PROGRESSING && before.objectives().stream().anyMatch(o -> o.state() == State.PROGRESSING);
        return new EvaluationDecision(known && after.met() <= before.met() ? before : after, Optional.of(longest));
    }

    /** Only what was met for the first time is worth a write. */
    private static EvaluationDecision between(EvaluationStatus before, List<EvaluationStatus.Objective> found, Duration untilNext) {
        EvaluationStatus after = before.seen(found);
        return new EvaluationDecision(after.met() > before.met() ? after : before, Optional.of(untilNext));
    }
}
