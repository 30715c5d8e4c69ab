package dev.dromon.event;

import dev.dromon.model.Phase;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Turns the transitions of a version into CloudEvents: one each, in their order, with the ids of its other events. Pure; never throws. Rule: docs/reference/cloud-events.md. */
public final class CloudEvents {

    private CloudEvents() {
    }

    /** CloudEvents of the transitions from the given place on; none when there are no more. */
    public static List<CloudEvent> from(Flow flow, int first, Naming naming) {
        List<FlowEvent> events = FlowEvents.from(flow.subject(), flow.run().transitions(), first, naming);
        int begin = flow.run().transitions().size() - events.size();
        return IntStream.range(0, events.size()).mapToObj(i -> event(flow, begin + i, events.get(i))).toList();
    }

    /** What events of a version are ordered and partitioned by: {@code namespace/app}. */
    public static String key(Subject subject) {
        return subject.self().namespace() + "/" + subject.app();
    }

    private static CloudEvent event(Flow flow, int place, FlowEvent event) {
        Subject subject = flow.subject();
        Map<String, String> extensions = new LinkedHashMap<>();
        extensions.put("partitionkey", key(subject));
        extensions.put("sequence", String.format(Locale.ROOT, "%010d", place + 1));
        Spans.context(flow, place).ifPresent(span -> extensions.put("traceparent", span.traceparent()));
        String type = EventType.of(subject.level(), flow.run().transitions().get(place));
        return new CloudEvent(event.id(), type, "/" + flow.cluster() + subject.self().path(), about(subject), event.time(), extensions, data(flow, place, event));
    }

    private static String about(Subject subject) {
        return subject.app() + "/" + (subject.workload().isEmpty() ? "" : subject.workload() + "/") + subject.version();
    }

    private static FlowData data(Flow flow, int place, FlowEvent event) {
        List<Transition> transitions = flow.run().transitions();
        Transition t = transitions.get(place);
        List<FlowData.Check> checks = t.phase().filter(p -> p.checkType().isPresent()).map(p -> CheckHistory.at(flow, p, place)).orElse(List.of());
        Optional<Duration> phaseLasted = t.phase().flatMap(p -> began(transitions, p, place)).map(b -> Duration.between(b, t.time()));
        return new FlowData(event, state(t), flow.previousVersion(), checks, phaseLasted, Duration.between(transitions.get(0).time(), t.time()), flow.metadata());
    }

    private static Optional<Instant> began(List<Transition> transitions, Phase phase, int place) {
        return transitions.stream().limit(place + 1L).filter(t -> t.type() == TransitionType.PHASE_STARTED && t.phase().filter(p -> p == phase).isPresent())
                .map(Transition::time).reduce((older, newer) -> newer);
    }

    private static Optional<State> state(Transition t) {
        return switch (t.type()) {
            case PHASE_STARTED, RESUMED, RETRY -> Optional.of(State.PROGRESSING);
            case PHASE_SUCCEEDED, COMPLETED -> Optional.of(State.SUCCEEDED);
            case PHASE_WARNED, PHASE_WAIVED -> Optional.of(State.WARNING);
            case PHASE_ERRORED -> Optional.of(State.FAILED);
            case CANCELLED, DEPRECATED, DEPRECATE_APP_VERSION -> t.to().or(() -> Optional.of(State.DEPRECATED));
            default -> t.to();
        };
    }
}
