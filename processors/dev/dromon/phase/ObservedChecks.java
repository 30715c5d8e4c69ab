package dev.dromon.phase;

import dev.dromon.model.Blocker;
import dev.dromon.model.CheckObservation;
import dev.dromon.model.ItemStatus;
import dev.dromon.model.Phase;
import dev.dromon.model.RunObservation;
import dev.dromon.model.State;
import dev.dromon.model.TransitionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The checks that no phase waits for: they go on beside the phases after theirs, and the run waits for them before it ends well; one that ends badly stops them. Lives for one
 * decision. Rules: docs/reference/severity.md.
 */
final class ObservedChecks {

    private final RunDraft draft;
    private final RunObservation seen;

    ObservedChecks(RunDraft draft, RunObservation seen) {
        this.draft = draft;
        this.seen = seen;
    }

    /** Looks at those of a phase that has passed. */
    void look(Phase phase) {
        PhaseItems looked = new PhaseItems(draft.items(phase), draft.journal(), seen.now());
        change(phase, (item, check) -> check.map(looked::follow).orElseGet(() -> stopped(phase, item, "is not listed any more")));
        draft.ask(looked.actions());
    }

    /** Whether the run has to wait for one before it ends. Those that cannot be done are given up, once there was time for what is applied together to arrive. */
    boolean awaited() {
        List<String> awaited = new ArrayList<>();
        for (Phase phase : draft.plan()) {
            change(phase, (item, check) -> {
                Optional<Blocker> stuck = check.flatMap(CheckObservation::problem).filter(Blocker::stuck).filter(b -> !draft.early(b, draft.start()));
                if (stuck.isEmpty()) {
                    awaited.add(item.definition());
                    return item;
                }
                return givenUp(phase, item, stuck.get());
            });
        }
        if (!awaited.isEmpty()) {
            draft.stand(Blocker.waiting("WaitingForObservedChecks", "all phases are through; waits for what is only observed: " + String.join(", ", awaited)));
        }
        return !awaited.isEmpty();
    }

    private ItemStatus givenUp(Phase phase, ItemStatus item, Blocker cause) {
        if (item.created()) {
            return stopped(phase, item, cause.message());
        }
        draft.journal().blocked(Optional.of(phase), cause);
        return item.ended(State.DEPRECATED, seen.now(), cause.message());
    }

    /** Stops those that have not ended, because the run ends. */
    void stop(String why) {
        draft.plan().forEach(phase -> change(phase, (item, check) -> stopped(phase, item, why)));
    }

    private ItemStatus stopped(Phase phase, ItemStatus item, String why) {
        if (item.created()) {
            draft.journal().item(TransitionType.CANCELLED, phase, item.name(), item.state(), State.DEPRECATED, why);
        }
        return item.ended(State.DEPRECATED, seen.now(), why);
    }

    /** Changes each of them that has not ended, in the light of what there is to see of it: nothing when its place in the list is another's. */
    private void change(Phase phase, BiFunction<ItemStatus, Optional<CheckObservation>, ItemStatus> change) {
        if (draft.items(phase).stream().noneMatch(ItemStatus::observed)) {
            return;
        }
        List<CheckObservation> checks = seen.checks(phase);
        List<ItemStatus> items = new ArrayList<>(draft.items(phase));
        for (int place = 0; place < items.size(); place++) {
            ItemStatus item = items.get(place);
            if (item.observed()) {
                int position = place;
                items.set(place, change.apply(item, checks.stream().filter(c -> c.position() == position && c.definition().equals(item.definition())).findFirst()));
            }
        }
        draft.put(phase, draft.state(phase), items);
    }
}
