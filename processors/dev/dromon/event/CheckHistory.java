package dev.dromon.event;

import dev.dromon.model.ItemStatus;
import dev.dromon.model.Phase;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How far the checks of a phase had come at some place of a run's history. Pure; never throws. */
final class CheckHistory {

    private final Flow flow;
    private final Map<String, ItemStatus> known;
    private final Map<String, FlowData.Check> checks = new LinkedHashMap<>();

    private CheckHistory(Flow flow, Phase phase) {
        this.flow = flow;
        this.known = flow.run().phase(phase).items().stream().filter(ItemStatus::created).collect(Collectors.toMap(ItemStatus::name, item -> item, (one, other) -> one));
    }

    /** Checks of the phase after the transition at that place, in the order of their creation. */
    static List<FlowData.Check> at(Flow flow, Phase phase, int place) {
        CheckHistory history = new CheckHistory(flow, phase);
        flow.run().transitions().stream().limit(place + 1L).filter(t -> t.phase().filter(p -> p == phase).isPresent()).forEach(history::play);
        return List.copyOf(history.checks.values());
    }

    private void play(Transition t) {
        switch (t.type()) {
            case CREATE_TASK, CREATE_EVALUATION -> change(t, State.PENDING);
            case RECONCILE_TASK, RECONCILE_EVALUATION -> change(t, t.to().orElse(State.UNKNOWN));
            case CANCELLED -> checks.computeIfPresent(t.item(), (name, check) -> with(check, t.to().orElse(State.DEPRECATED), t));
            case SKIP -> checks.replaceAll((name, check) -> check.definition().filter(t.item()::equals).isPresent() && !check.state().passed() ? with(check, State.WARNING, t) : check);
            default -> { }
        }
    }

    private void change(Transition t, State state) {
        Optional<ItemStatus> item = Optional.ofNullable(known.get(t.item()));
        FlowData.Check before = checks.getOrDefault(t.item(), new FlowData.Check(t.item(), item.map(ItemStatus::definition), item.map(ItemStatus::severity), State.PENDING, "", t.time(),
                Optional.empty(), List.of()));
        checks.put(t.item(), with(before, state, t));
    }

    private FlowData.Check with(FlowData.Check check, State state, Transition t) {
        Optional<Instant> end = state.completed() ? check.end().filter(e -> check.state() == state).or(() -> Optional.of(t.time())) : Optional.empty();
        List<Flow.Measurement> found = state.completed() ? flow.measurements().getOrDefault(check.name(), List.of()) : List.of();
        return new FlowData.Check(check.name(), check.definition(), check.severity(), state, t.message(), check.start(), end, found);
    }
}
