package dev.dromon.event;

import dev.dromon.model.Level;
import dev.dromon.model.Phase;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Which span a transition ends, if any, and which one it belongs to. Pure; never throws. Table: docs/reference/traces.md. */
final class Spans {

    private static final Set<TransitionType> PHASE_ENDS = Set.of(TransitionType.PHASE_SUCCEEDED, TransitionType.PHASE_WARNED, TransitionType.PHASE_WAIVED,
            TransitionType.PHASE_ERRORED);
    private static final Set<TransitionType> CHECK_MOVES = Set.of(TransitionType.RECONCILE_TASK, TransitionType.RECONCILE_EVALUATION);
    private static final Set<TransitionType> CHECKS = Set.of(TransitionType.CREATE_TASK, TransitionType.CREATE_EVALUATION, TransitionType.RECONCILE_TASK,
            TransitionType.RECONCILE_EVALUATION);

    private static final Set<TransitionType> TAKES_UP = Set.of(TransitionType.PHASE_STARTED, TransitionType.RETRY, TransitionType.SKIP, TransitionType.APPROVE, TransitionType.RESUMED);

    private final Flow flow;
    private final Transition transition;
    private final List<Transition> before;

    private Spans(Flow flow, int place) {
        this.flow = flow;
        this.transition = flow.run().transitions().get(place);
        this.before = flow.run().transitions().subList(0, place);
    }

    /**
     * The span that the transition at that place belongs to: its check's, its phase's, or the run's; empty before the first phase, when a workload may not know its app yet.
     */
    static Optional<SpanContext> context(Flow flow, int place) {
        Spans spans = new Spans(flow, place);
        return spans.begun() ? Optional.of(spans.context()) : Optional.empty();
    }

    /** The span that the transition at that place ends; empty when it ends none. */
    static Optional<Span> of(Flow flow, int place) {
        Spans spans = new Spans(flow, place);
        return spans.begun() ? spans.ended() : Optional.empty();
    }

    private boolean begun() {
        return transition.type() == TransitionType.PHASE_STARTED || before.stream().anyMatch(t -> t.type() == TransitionType.PHASE_STARTED);
    }

    private SpanContext context() {
        if (CHECKS.contains(transition.type()) || cancelledCheck()) {
            return check();
        }
        return transition.phase().map(p -> phase(p, starts(p, before) + (transition.type() == TransitionType.PHASE_STARTED ? 1 : 0))).orElseGet(this::run);
    }

    private Optional<Span> ended() {
        if (CHECK_MOVES.contains(transition.type()) && transition.to().filter(State::completed).isPresent() || cancelledCheck()) {
            return Optional.of(checkSpan());
        }
        if (transition.phase().isPresent() && (PHASE_ENDS.contains(transition.type()) || transition.type() == TransitionType.CANCELLED)) {
            return Optional.of(phaseSpan(transition.phase().get()));
        }
        return transition.type() == TransitionType.ENDED ? Optional.of(runSpan()) : Optional.empty();
    }

    private boolean cancelledCheck() {
        return transition.type() == TransitionType.CANCELLED && !transition.item().isEmpty();
    }

    private SpanContext run() {
        List<Transition> sofar = flow.run().transitions().subList(0, before.size() + 1);
        int runs = (int) IntStream.range(0, sofar.size()).filter(i -> sofar.get(i).type() == TransitionType.ENDED && takenUp(sofar.subList(i, sofar.size())).isPresent()).count();
        return SpanContext.run(uid(), flow.trace().parent(), runs);
    }

    /** What began the run, or took it up again when it had ended. */
    private static Optional<Transition> takenUp(List<Transition> after) {
        return after.stream().filter(t -> TAKES_UP.contains(t.type())).findFirst();
    }

    private SpanContext phase(Phase phase, int start) {
        return SpanContext.phase(uid(), flow.trace().parent(), phase, Math.max(1, start));
    }

    private SpanContext check() {
        return SpanContext.check(uid(), flow.trace().parent(), transition.item());
    }

    private String uid() {
        return flow.subject().self().uid();
    }

    private static int starts(Phase phase, List<Transition> among) {
        return (int) among.stream().filter(started(phase)).count();
    }

    private static Predicate<Transition> started(Phase phase) {
        return t -> t.type() == TransitionType.PHASE_STARTED && t.phase().filter(p -> p == phase).isPresent();
    }

    /** A check that is only observed may end after its phase: it is part of the start of the phase that it was created in. */
    private Span checkSpan() {
        int created = last(t -> (t.type() == TransitionType.CREATE_TASK || t.type() == TransitionType.CREATE_EVALUATION) && t.item().equals(transition.item()));
        Optional<String> parent = transition.phase().map(p -> phase(p, starts(p, created < 0 ? before : before.subList(0, created))).spanId());
        boolean failed = transition.type() == TransitionType.CANCELLED || transition.to().filter(s -> s == State.FAILED).isPresent();
        Map<String, String> attributes = attributes();
        String kind = transition.phase().filter(p -> p.kind() == Phase.Kind.EVALUATIONS).isPresent() ? "evaluation" : "task";
        attributes.put("keptn.deployment." + kind + ".name", transition.item());
        transition.phase().flatMap(Phase::checkType).ifPresent(type -> attributes.put("keptn.deployment." + kind + ".type", type.wire()));
        return span(check(), parent, transition.item(), created < 0 ? transition.time() : before.get(created).time(), failed, attributes, List.of());
    }

    private Span phaseSpan(Phase phase) {
        int started = last(started(phase));
        String name = flow.subject().level() == Level.APP ? phase.wire() : flow.subject().workload() + "/" + phase.wire();
        boolean failed = transition.type() == TransitionType.PHASE_ERRORED || transition.type() == TransitionType.CANCELLED;
        return span(phase(phase, starts(phase, before)), Optional.of(run().spanId()), name, started < 0 ? transition.time() : before.get(started).time(), failed, attributes(), List.of());
    }

    private Span runSpan() {
        int ended = last(t -> t.type() == TransitionType.ENDED);
        Instant start = takenUp(before.subList(Math.max(0, ended), before.size())).map(Transition::time).orElse(transition.time());
        boolean failed = !transition.to().map(State::passed).orElse(true);
        return span(run(), flow.trace().parent().map(SpanContext::spanId), flow.subject().self().name(), start, failed, attributes(), flow.trace().links());
    }

    private int last(Predicate<Transition> which) {
        int place = before.size() - 1;
        while (place >= 0 && !which.test(before.get(place))) {
            place--;
        }
        return place;
    }

    private Span span(SpanContext context, Optional<String> parent, String name, Instant start, boolean failed, Map<String, String> attributes, List<SpanContext> links) {
        return new Span(context, parent, name, start, transition.time(), failed, failed ? transition.message() : "", attributes, links);
    }

    /** What the context says, then what it is about, which wins. */
    private Map<String, String> attributes() {
        Subject subject = flow.subject();
        Map<String, String> attributes = new LinkedHashMap<>(flow.metadata());
        attributes.put("keptn.deployment.app.name", subject.app());
        if (subject.level() == Level.APP) {
            attributes.put("keptn.deployment.app.version", subject.version());
            attributes.put("keptn.deployment.app.namespace", subject.self().namespace());
        } else {
            attributes.put("keptn.deployment.workload.name", subject.workload());
            attributes.put("keptn.deployment.workload.version", subject.version());
            attributes.put("keptn.deployment.workload.namespace", subject.self().namespace());
        }
        attributes.put("k8s.cluster.name", flow.cluster());
        transition.to().ifPresent(state -> attributes.put("dromon.state", state.wire()));
        return attributes;
    }
}
