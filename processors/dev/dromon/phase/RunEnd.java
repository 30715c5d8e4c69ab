package dev.dromon.phase;

import dev.dromon.model.ItemStatus;
import dev.dromon.model.Level;
import dev.dromon.model.Phase;
import dev.dromon.model.RunObservation;
import dev.dromon.model.State;
import dev.dromon.model.TransitionType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The ways in which a run ends, and the one in which it goes on after its end. Lives for one decision. */
final class RunEnd {

    private final RunDraft draft;
    private final RunObservation seen;
    private final ObservedChecks observed;

    RunEnd(RunDraft draft, RunObservation seen) {
        this.draft = draft;
        this.seen = seen;
        this.observed = new ObservedChecks(draft, seen);
    }

    /** All phases are through; what is only observed has to have ended too. */
    void complete() {
        if (observed.awaited()) {
            return;
        }
        String failed = draft.plan().stream().map(p -> PhaseItems.observations(draft.items(p))).filter(o -> !o.isEmpty()).collect(Collectors.joining("; "));
        end(State.SUCCEEDED, true, "all phases are through" + (failed.isEmpty() ? "" : "; only observed: " + failed));
        if (seen.run().level() == Level.APP) {
            draft.journal().run(TransitionType.COMPLETED, "", null, "");
        }
    }

    /** A phase has failed: those after it never run. */
    void fail(Phase phase) {
        draft.put(phase, State.FAILED, draft.items(phase));
        draft.journal().phase(TransitionType.PHASE_ERRORED, phase, phase.kind() == Phase.Kind.DEPLOY ? seen.deploy().message() : draft.failures(phase));
        observed.stop(phase.wire() + " failed");
        List<Phase> rest = draft.plan().stream().filter(p -> p.compareTo(phase) > 0).toList();
        rest.forEach(p -> draft.put(p, State.DEPRECATED, List.of()));
        if (!rest.isEmpty()) {
            String names = rest.stream().map(Phase::wire).collect(Collectors.joining(", "));
            draft.journal().run(TransitionType.DEPRECATED, "", null, names + " will not run after " + phase.wire() + " failed");
        }
        end(State.FAILED, false, phase.wire() + " failed");
    }

    /** Something else takes the place of the run; what is running is cancelled. */
    void deprecate(String why) {
        cancelAll(why);
        draft.journal().run(TransitionType.DEPRECATED, "", State.DEPRECATED, "will not run any more: " + why);
        if (seen.run().level() == Level.APP) {
            draft.journal().run(TransitionType.DEPRECATE_APP_VERSION, seen.run().name(), null, why);
        }
        end(State.DEPRECATED, false, why);
    }

    /** Nobody wants the run any more; what is running is cancelled. */
    void abort(String why) {
        cancelAll(why);
        draft.journal().run(TransitionType.DEPRECATED, "", null, "will not run any more: " + why);
        end(State.FAILED, false, why);
    }

    private void cancelAll(String why) {
        observed.stop(why);
        draft.current().filter(p -> !draft.state(p).completed()).ifPresent(p -> cancel(p, why));
        draft.plan().stream().filter(p -> !draft.state(p).completed()).forEach(p -> draft.put(p, State.DEPRECATED, draft.items(p)));
    }

    private void cancel(Phase phase, String why) {
        List<ItemStatus> items = new ArrayList<>();
        for (ItemStatus item : draft.items(phase)) {
            if (item.created() && !item.state().completed()) {
                draft.journal().item(TransitionType.CANCELLED, phase, item.name(), item.state(), State.DEPRECATED, why);
            }
            items.add(item.state().completed() ? item : item.ended(State.DEPRECATED, seen.now()));
        }
        draft.journal().phase(TransitionType.CANCELLED, phase, why);
        draft.put(phase, State.DEPRECATED, items);
    }

    private void end(State verdict, boolean allThrough, String message) {
        draft.close(verdict, allThrough);
        draft.journal().run(TransitionType.ENDED, "", verdict, message);
    }

    /** An app whose workloads had failed goes on because they do; the text names them. */
    void resume(String workloads) {
        draft.journal().item(TransitionType.RESUMED, Phase.APP_DEPLOY, workloads, null, null, "");
        draft.open(Phase.APP_DEPLOY);
    }
}
