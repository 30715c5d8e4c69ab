package dev.dromon.evaluation;

import dev.dromon.evaluation.EvaluationStatus.Objective;
import dev.dromon.model.Numbers;
import dev.dromon.model.State;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Compares values with targets. Pure; never throws. Rules: docs/reference/evaluations.md. */
final class ObjectiveJudge {

    /** A value counts for this many intervals after it was fetched. */
    private static final int INTERVALS = 2;

    private ObjectiveJudge() {
    }

    /** The outcome of an objective at that moment. */
    static Objective judge(ObjectiveObservation seen, Instant now) {
        if (seen.verdict().isPresent()) {
            return outcome(seen, seen.verdict().get().state(), seen.verdict().get().message());
        }
        Optional<Target> target = Target.parse(seen.target());
        if (target.isEmpty()) {
            return outcome(seen, State.FAILED, "target '" + seen.target() + "' is not an operator (<, >, <=, >=, ==) and a number");
        }
        if (seen.value().isEmpty()) {
            return outcome(seen, State.FAILED, seen.problem());
        }
        ObjectiveObservation.Value value = seen.value().get();
        Optional<BigDecimal> number = Numbers.parse(value.text());
        if (number.isEmpty()) {
            return outcome(seen, State.FAILED, "value '" + value.text() + "' is not a number");
        }
        Optional<String> doubt = doubt(value, now);
        if (doubt.isPresent()) {
            return outcome(seen, State.FAILED, "value '" + value.text() + "' does not count: " + doubt.get());
        }
        boolean met = target.get().met(number.get());
        return outcome(seen, met ? State.SUCCEEDED : State.FAILED, "value '" + value.text() + "' " + (met ? "met" : "did not meet") + " objective '" + seen.target() + "'");
    }

    /** Whoever fetches metrics writes when; a value without a time was written by hand, and counts. */
    private static Optional<String> doubt(ObjectiveObservation.Value value, Instant now) {
        return value.fetched().filter(fetched -> fetched.plus(value.interval().multipliedBy(INTERVALS)).isBefore(now))
                .map(fetched -> "it was fetched at " + fetched + ", more than twice the fetch interval of " + value.interval().toSeconds() + "s before this look");
    }

    private static Objective outcome(ObjectiveObservation seen, State state, String message) {
        return new Objective(seen.metric(), seen.target(), seen.value().map(ObjectiveObservation.Value::text).orElse(""), seen.value().flatMap(ObjectiveObservation.Value::fetched), state,
                message);
    }

    /**
     * The outcomes of a look, those in the place of which an earlier one is kept that was met. All objectives on one metric are one: they are kept when all of them were met at the same look,
     * since two of them are a range.
     */
    static List<Objective> kept(List<Objective> before, List<Objective> judged) {
        return IntStream.range(0, judged.size()).mapToObj(i -> met(before, judged, judged.get(i).metric()) ? before.get(i) : judged.get(i)).toList();
    }

    private static boolean met(List<Objective> before, List<Objective> judged, ObjectiveObservation.Metric metric) {
        return before.size() == judged.size() && IntStream.range(0, judged.size()).filter(i -> judged.get(i).metric().equals(metric))
                .allMatch(i -> before.get(i).sameAs(judged.get(i)) && before.get(i).state() == State.SUCCEEDED);
    }
}
