package dev.dromon.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Definitions for tests. */
final class Analyses {

    private Analyses() {
    }

    static Criterion criterion(String text) {
        String[] words = text.split(" ");
        Operator operator = Stream.of(Operator.values()).filter(o -> o.wire().equals(words[0])).findFirst().orElseThrow();
        return new Criterion(operator, Bound.parse(words[1]).orElseThrow(), Bound.parse(words[words.length - 1]).orElseThrow());
    }

    /** An objective that fails above 10 and warns above 5. */
    static Objective objective(String template, int weight, boolean key) {
        return new Objective(new Reference(template, Optional.empty()), Optional.of(criterion("greaterThan 10")), Optional.of(criterion("greaterThan 5")), weight, key);
    }

    static Objective informing(String template, int weight) {
        return new Objective(new Reference(template, Optional.empty()), Optional.empty(), Optional.empty(), weight, false);
    }

    static Definition definition(int pass, int warning, Objective... objectives) {
        return new Definition(List.of(objectives), pass, warning);
    }

    static AnalysisResult score(Definition definition, String... values) {
        return AnalysisScore.of(definition, Arrays.stream(values).map(value -> new AnalysisScore.Answer("query", value)).toList());
    }
}
