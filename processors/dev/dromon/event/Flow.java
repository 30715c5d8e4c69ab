package dev.dromon.event;

import dev.dromon.model.RunStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A version as CloudEvents tell of it.
 *
 * @param subject         the version
 * @param run             what is recorded of it
 * @param cluster         name of the cluster
 * @param previousVersion version that was deployed before; empty for the first one
 * @param metadata        free keys and values of its context; their order is kept
 * @param trace           which trace it is part of
 * @param measurements    name of a KeptnEvaluation of this version to what its last look found; an evaluation that is gone is absent
 */
public record Flow(Subject subject, RunStatus run, String cluster, Optional<String> previousVersion, Map<String, String> metadata, Trace trace,
        Map<String, List<Measurement>> measurements) {

    /**
     * What an evaluation found of one metric.
     *
     * @param metric  name of the metric
     * @param value   as written; empty when there was none
     * @param target  as written in the definition; empty when the definition no longer names the metric
     * @param outcome Succeeded or Failed
     * @param message value and target in one sentence
     */
    public record Measurement(String metric, String value, String target, String outcome, String message) {
    }

    /**
     * The trace that a version is part of.
     *
     * @param parent span that it continues; empty when it begins a trace
     * @param links  spans of other traces that it follows from
     */
    public record Trace(Optional<SpanContext> parent, List<SpanContext> links) {

        /** A trace of its own, which follows from nothing. */
        public static final Trace NEW = new Trace(Optional.empty(), List.of());

        public Trace {
            Objects.requireNonNull(parent);
            links = List.copyOf(links);
        }
    }

    public Flow {
        Objects.requireNonNull(subject);
        Objects.requireNonNull(run);
        Objects.requireNonNull(cluster);
        Objects.requireNonNull(previousVersion);
        Objects.requireNonNull(trace);
    }
}
