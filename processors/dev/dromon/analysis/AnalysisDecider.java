package dev.dromon.analysis;

import dev.dromon.analysis.AnalysisProgress.State;
import dev.dromon.model.Blocker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides an Analysis: what to ask, and the verdict as soon as every question is answered. A question that could not be answered is asked again after a pause that doubles;
 * what was answered stays. Pure; never throws. Rules: docs/reference/analysis.md.
 */
public final class AnalysisDecider {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final int LONGEST_PAUSE = 5;
    private static final int SHOWN = 3;

    private AnalysisDecider() {
    }

    /** What follows; an Analysis that is completed stays as it is. */
    public static AnalysisDecision decide(AnalysisObservation seen) {
        AnalysisProgress before = seen.status();
        if (before.state() == State.COMPLETED) {
            return new AnalysisDecision(before, List.of(), Optional.empty());
        }
        Optional<Timeframe> timeframe = before.timeframe().or(seen::wanted);
        Optional<Blocker> blocker = seen.blocker().or(() -> seen.objectives().stream().flatMap(o -> o.blocker().stream()).findFirst());
        if (blocker.isPresent()) {
            return new AnalysisDecision(before.blocked(timeframe, blocker.get()), List.of(), Optional.empty());
        }
        Instant end = timeframe.orElseThrow().to();
        if (end.isAfter(seen.now())) {
            Blocker waiting = Blocker.waiting("TimeframeNotOver", "values are asked for when the timeframe is over, at " + end);
            return new AnalysisDecision(before.blocked(timeframe, waiting), List.of(), Optional.of(Duration.between(seen.now(), end)));
        }
        return values(seen, timeframe);
    }

    private static AnalysisDecision values(AnalysisObservation seen, Optional<Timeframe> timeframe) {
        List<StoredValue> values = seen.objectives().stream().flatMap(o -> value(seen, o).stream()).distinct().toList();
        List<StoredValue> answered = seen.objectives().stream().flatMap(o -> value(seen, o).filter(v -> v.answer().value().isPresent()).stream()).toList();
        if (answered.size() == seen.objectives().size()) {
            AnalysisResult result = AnalysisScore.of(seen.definition().orElseThrow(),
                    answered.stream().map(v -> new AnalysisScore.Answer(v.query(), v.answer().value().orElseThrow())).toList());
            return new AnalysisDecision(new AnalysisProgress(State.COMPLETED, timeframe, List.of(), Optional.empty(), Optional.of(result)), List.of(), Optional.empty());
        }
        List<StoredValue> unanswered = values.stream().filter(v -> v.answer().value().isEmpty()).toList();
        AnalysisProgress status = new AnalysisProgress(State.PROGRESSING, timeframe, unanswered.isEmpty() ? List.of() : values, missing(unanswered), Optional.empty());
        return asking(seen, status);
    }

    /** What is known of an objective's value: the answer of this process, else the recorded one if it is to the same query. */
    private static Optional<StoredValue> value(AnalysisObservation seen, ObjectiveObservation objective) {
        ValueQuestion question = objective.question().orElseThrow();
        Reference template = objective.objective().template();
        Optional<StoredValue> stored = seen.status().stored().stream().filter(v -> v.template().equals(template) && v.query().equals(question.query())).findFirst();
        return stored.filter(v -> v.answer().value().isPresent())
                .or(() -> Optional.ofNullable(seen.asked().get(question)).flatMap(Asked::answer).map(answer -> new StoredValue(template, question.query(), answer)))
                .or(() -> stored);
    }

    private static Optional<Blocker> missing(List<StoredValue> unanswered) {
        String messages = unanswered.stream().limit(SHOWN).map(v -> "AnalysisValueTemplate " + v.template().name() + ": " + v.answer().problem()).collect(Collectors.joining("; "));
        String more = unanswered.size() > SHOWN ? "; and " + (unanswered.size() - SHOWN) + " more" : "";
        return unanswered.isEmpty() ? Optional.empty() : Optional.of(Blocker.waiting("ValueMissing", messages + more + "; asked again until there is an answer"));
    }

    private static AnalysisDecision asking(AnalysisObservation seen, AnalysisProgress status) {
        Set<ValueQuestion> open = new LinkedHashSet<>();
        seen.objectives().stream().filter(o -> value(seen, o).filter(v -> v.answer().value().isPresent()).isEmpty()).forEach(o -> open.add(o.question().orElseThrow()));
        List<ValueQuestion> ask = new ArrayList<>();
        List<Duration> later = new ArrayList<>();
        for (ValueQuestion question : open) {
            Optional<Asked> asked = Optional.ofNullable(seen.asked().get(question));
            Duration wait = asked.map(a -> Duration.between(seen.now(), a.at().plus(pause(a.times())))).orElse(Duration.ZERO);
            if (asked.filter(Asked::running).isEmpty()) {
                if (wait.compareTo(Duration.ZERO) > 0) {
                    later.add(wait);
                } else {
                    ask.add(question);
                }
            }
        }
        return new AnalysisDecision(status, ask, later.stream().min(Comparator.naturalOrder()));
    }

    /** 10 s, 20 s, up to 320 s. */
    private static Duration pause(int times) {
        return FIRST_PAUSE.multipliedBy(1L << Math.min(times - 1, LONGEST_PAUSE));
    }
}
