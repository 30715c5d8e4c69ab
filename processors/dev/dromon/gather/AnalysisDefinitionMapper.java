package dev.dromon.gather;

import dev.dromon.analysis.Bound;
import dev.dromon.analysis.Criterion;
import dev.dromon.analysis.Definition;
import dev.dromon.analysis.Objective;
import dev.dromon.analysis.Operator;
import dev.dromon.analysis.Reference;
import dev.dromon.api.AnalysisCriterion;
import dev.dromon.api.AnalysisDefinition;
import dev.dromon.api.AnalysisDefinitionSpec;
import dev.dromon.api.AnalysisFixedValue;
import dev.dromon.api.AnalysisObjective;
import dev.dromon.api.AnalysisRange;
import dev.dromon.api.AnalysisReference;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads an AnalysisDefinition. Never throws: one that the schema would have refused is empty, which happens where another schema was in force when it was written. */
final class AnalysisDefinitionMapper {

    private static final int DEFAULT_WEIGHT = 1;

    private AnalysisDefinitionMapper() {
    }

    /** What it says; empty when it cannot be scored by. */
    static Optional<Definition> read(AnalysisDefinition definition) {
        AnalysisDefinitionSpec spec = definition.getSpec();
        if (spec.objectives.isEmpty() || spec.totalScore == null || spec.totalScore.passPercentage == null || spec.totalScore.warningPercentage == null) {
            return Optional.empty();
        }
        List<Objective> objectives = spec.objectives.stream().flatMap(o -> objective(o).stream()).toList();
        return objectives.size() == spec.objectives.size() ? Optional.of(new Definition(objectives, spec.totalScore.passPercentage, spec.totalScore.warningPercentage)) : Optional.empty();
    }

    /** A reference; blank namespaces are none. */
    static Reference reference(AnalysisReference reference) {
        return new Reference(reference.name, Optional.ofNullable(reference.namespace).filter(n -> !n.isBlank()));
    }

    private static Optional<Objective> objective(AnalysisObjective written) {
        List<AnalysisCriterion> criteria = written.target == null ? List.of() : Stream.of(written.target.failure, written.target.warning).filter(c -> c != null).toList();
        boolean readable = written.analysisValueTemplateRef != null && written.analysisValueTemplateRef.name != null && (written.weight == null || written.weight >= 0)
                && criteria.stream().allMatch(c -> criterion(c).isPresent());
        if (!readable) {
            return Optional.empty();
        }
        Optional<Criterion> failure = Optional.ofNullable(written.target).map(t -> t.failure).flatMap(AnalysisDefinitionMapper::criterion);
        Optional<Criterion> warning = Optional.ofNullable(written.target).map(t -> t.warning).flatMap(AnalysisDefinitionMapper::criterion);
        return Optional.of(new Objective(reference(written.analysisValueTemplateRef), failure, warning, written.weight == null ? DEFAULT_WEIGHT : written.weight,
                Boolean.TRUE.equals(written.keyObjective)));
    }

    private static Optional<Criterion> criterion(AnalysisCriterion written) {
        List<Optional<Criterion>> found = new ArrayList<>();
        fixed(Operator.LESS_THAN_OR_EQUAL, written.lessThanOrEqual, found);
        fixed(Operator.LESS_THAN, written.lessThan, found);
        fixed(Operator.GREATER_THAN, written.greaterThan, found);
        fixed(Operator.GREATER_THAN_OR_EQUAL, written.greaterThanOrEqual, found);
        fixed(Operator.EQUAL_TO, written.equalTo, found);
        range(Operator.IN_RANGE, written.inRange, found);
        range(Operator.NOT_IN_RANGE, written.notInRange, found);
        return found.size() == 1 ? found.get(0) : Optional.empty();
    }

    private static void fixed(Operator operator, AnalysisFixedValue written, List<Optional<Criterion>> found) {
        if (written != null) {
            found.add(bound(written.fixedValue).map(b -> Criterion.of(operator, b)));
        }
    }

    private static void range(Operator operator, AnalysisRange written, List<Optional<Criterion>> found) {
        if (written != null) {
            found.add(bound(written.lowBound).flatMap(low -> bound(written.highBound).filter(high -> low.number().compareTo(high.number()) < 0).map(high -> new Criterion(operator, low, high))));
        }
    }

    private static Optional<Bound> bound(IntOrString written) {
        return Optional.ofNullable(written).map(IntOrString::getValue).flatMap(value -> Bound.parse(value.toString()));
    }
}
