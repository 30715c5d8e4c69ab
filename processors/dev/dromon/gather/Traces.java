package dev.dromon.gather;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.event.Flow;
import dev.dromon.event.SpanContext;
import dev.dromon.model.Phase;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which traces versions are part of: an app version begins one, its workloads go on in its deployment. Never throws. Rule: docs/reference/traces.md. */
public final class Traces {

    /** Key of a trace context in metadata, and name of its header. Rule: W3C Trace Context. */
    public static final String TRACEPARENT = "traceparent";

    private Traces() {
    }

    /** The trace of a KeptnAppVersion: its own, unless its spec names one to continue. What is no traceparent links to nothing. */
    public static Flow.Trace of(KeptnAppVersion app) {
        List<String> links = Optional.ofNullable(app.getSpec().spanLinks).orElse(List.of());
        return new Flow.Trace(named(app.getSpec().traceId), links.stream().flatMap(l -> SpanContext.parse(l).stream()).toList());
    }

    /** The trace of a KeptnWorkloadVersion: the one that its spec names, or that of the app it was first seen in; its own before. */
    public static Flow.Trace of(KeptnWorkloadVersion workload) {
        Optional<SpanContext> noted = Optional.ofNullable(workload.getStatus()).flatMap(s -> SpanContext.parse(s.traceparent));
        return new Flow.Trace(named(workload.getSpec().traceId).or(() -> noted), List.of());
    }

    /** What the workloads of an app version continue. */
    static SpanContext deployment(KeptnAppVersion app) {
        return SpanContext.phase(app.getMetadata().getUid(), of(app).parent(), Phase.APP_DEPLOY, 1);
    }

    /** The span of a task or evaluation of a version, for what it sets off. */
    public static SpanContext check(HasMetadata version, String name) {
        Flow.Trace trace = version instanceof KeptnAppVersion app ? of(app) : of((KeptnWorkloadVersion) version);
        return SpanContext.check(version.getMetadata().getUid(), trace.parent(), name);
    }

    /** What is set off by a KeptnTask belongs to that span; empty when its context names none. */
    public static Optional<SpanContext> of(KeptnTask task) {
        return Optional.ofNullable(task.getSpec().context).flatMap(c -> named(c.metadata));
    }

    private static Optional<SpanContext> named(Map<String, String> context) {
        return context == null ? Optional.empty() : SpanContext.parse(context.get(TRACEPARENT));
    }
}
