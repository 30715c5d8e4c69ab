package dev.dromon.gather;

import dev.dromon.analysis.AnalysisObservation;
import dev.dromon.analysis.AnalysisProgress;
import dev.dromon.analysis.Definition;
import dev.dromon.analysis.ObjectiveObservation;
import dev.dromon.analysis.StoredValue;
import dev.dromon.analysis.Timeframe;
import dev.dromon.analysis.ValueAnswer;
import dev.dromon.api.Analysis;
import dev.dromon.api.AnalysisDefinition;
import dev.dromon.api.AnalysisStatus;
import dev.dromon.api.AnalysisStoredValue;
import dev.dromon.api.AnalysisTimeframe;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.Times;
import dev.dromon.model.Blocker;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body Analysis to {@link AnalysisRun}; null, when it is gone, stays null. */
public final class AnalysisGather implements Processor {

    private final AnalysisReader reader;
    private final InstantSource clock;

    /** Reads through the given caches; Dromon's namespace is the second place of definitions. */
    public AnalysisGather(KubeCaches caches, String ownNamespace, InstantSource clock) {
        this.reader = new AnalysisReader(caches, ownNamespace);
        this.clock = clock;
    }

    /** An Analysis and what was observed of it, but for what was asked. */
    public record AnalysisRun(Analysis analysis, AnalysisObservation observation) {
    }

    @Override
    public void process(Exchange exchange) {
        Analysis analysis = exchange.getMessage().getBody(Analysis.class);
        exchange.getMessage().setBody(analysis == null ? null : new AnalysisRun(analysis, observe(analysis)));
    }

    private AnalysisObservation observe(Analysis analysis) {
        Instant now = Times.now(clock);
        Optional<Timeframe> wanted = wanted(analysis.getSpec().timeframe, now);
        Optional<AnalysisDefinition> found = reader.definition(analysis);
        Optional<Definition> definition = found.flatMap(AnalysisDefinitionMapper::read);
        Optional<Blocker> blocker = wanted.isEmpty() ? Optional.of(Blocker.stuck("TimeframeUnusable", "expected spec.timeframe to have from and to, or recent, found something else; correct it"))
                : found.isEmpty() ? Optional.of(reader.noDefinition(analysis))
                : definition.isEmpty() ? Optional.of(Blocker.stuck("DefinitionInvalid", "AnalysisDefinition " + found.get().getMetadata().getName()
                        + " was written before its schema was in force, and cannot be scored by; apply it again, which says what is wrong")) : Optional.empty();
        List<ObjectiveObservation> objectives = definition.map(d -> d.objectives().stream().map(o -> reader.objective(analysis, found.get(), o)).toList()).orElse(List.of());
        return new AnalysisObservation(status(analysis), wanted, definition, blocker, objectives, Map.of(), now);
    }

    /** What is recent ends with the second of the first look. */
    private static Optional<Timeframe> wanted(AnalysisTimeframe spec, Instant now) {
        if (spec == null) {
            return Optional.empty();
        }
        Optional<Timeframe> fixed = fixed(spec);
        Instant to = now.truncatedTo(ChronoUnit.SECONDS);
        return fixed.isPresent() ? fixed : Times.duration(spec.recent).filter(d -> !d.isZero()).map(d -> new Timeframe(to.minus(d), to));
    }

    private static Optional<Timeframe> fixed(AnalysisTimeframe written) {
        return Times.parse(written.from).flatMap(from -> Times.parse(written.to).filter(from::isBefore).map(to -> new Timeframe(from, to)));
    }

    /** The time range of a spec that has changed since, which it can only before it has begun, is taken anew. */
    private static AnalysisProgress status(Analysis analysis) {
        AnalysisStatus status = analysis.getStatus();
        if (status == null) {
            return AnalysisProgress.NEW;
        }
        AnalysisProgress.State state = AnalysisProgress.State.of(status.state);
        boolean counts = state != AnalysisProgress.State.NEW || analysis.getMetadata().getGeneration().equals(status.observedGeneration);
        Optional<Timeframe> timeframe = Optional.ofNullable(status.timeframe).filter(t -> counts).flatMap(AnalysisGather::fixed);
        List<StoredValue> stored = status.storedValues.values().stream().filter(v -> v.objectiveReference != null && v.query != null).map(AnalysisGather::stored).toList();
        return new AnalysisProgress(state, timeframe, stored, Optional.empty(), Optional.empty());
    }

    private static StoredValue stored(AnalysisStoredValue value) {
        ValueAnswer answer = value.errMsg == null || value.errMsg.isEmpty() ? ValueAnswer.of(value.value) : ValueAnswer.none(value.errMsg);
        return new StoredValue(AnalysisDefinitionMapper.reference(value.objectiveReference), value.query, answer);
    }
}
