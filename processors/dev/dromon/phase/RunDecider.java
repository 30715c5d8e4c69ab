package dev.dromon.phase;

import dev.dromon.model.Decision;
import dev.dromon.model.Level;
import dev.dromon.model.Phase;
import dev.dromon.model.RunIdentity;
import dev.dromon.model.RunObservation;
import dev.dromon.model.State;
import dev.dromon.model.TransitionType;
import java.util.List;
import java.util.Optional;

/**
 * Decides what follows for a run from what was observed: it goes through the phases of its level in their order until it has to wait, so that any number of
 * empty phases is one decision. Pure and total; deciding again on its own result changes nothing. Rules: flow page; docs/concepts.md.
 */
public final class RunDecider {

    private RunDecider() {
    }

    /**
     * The status that follows, the checks to create for it, and when to look again. An ended run is returned as it is. Call it once with what was found, do the
     * actions, put what the checks look like then into the observation, and call it again: that second status is the one to write. Never throws.
     */
    public static Decision decide(RunObservation seen) {
        if (seen.status().ended()) {
            return new Decision(seen, seen.status(), List.of(), Optional.empty());
        }
        RunDraft draft = new RunDraft(seen);
        if (seen.supersededBy().isPresent()) {
            supersede(draft, seen);
        } else if (seen.hold().isPresent() && seen.status().currentPhase().isEmpty()) {
            draft.hold(seen.hold().get());
        } else {
            begin(draft, seen.run());
            advance(draft);
        }
        return draft.decision();
    }

    private static void begin(RunDraft draft, RunIdentity run) {
        if (draft.begin()) {
            draft.births();
        } else if (draft.generationChanged() && run.level() == Level.WORKLOAD) {
            draft.journal().run(TransitionType.UPDATE_WORKLOAD, run.name(), null, "");
        }
    }

    private static void advance(RunDraft draft) {
        for (Phase phase : draft.plan()) {
            if (draft.state(phase).passed()) {
                continue;
            }
            draft.enter(phase);
            State state = phase.kind() == Phase.Kind.DEPLOY ? draft.deploy(phase) : draft.checks(phase);
            if (state == State.FAILED) {
                draft.fail(phase);
                return;
            }
            if (!state.passed()) {
                return;
            }
            draft.pass(phase, state);
        }
        draft.complete();
    }

    private static void supersede(RunDraft draft, RunObservation seen) {
        begin(draft, seen.run());
        draft.deprecate("superseded by " + seen.supersededBy().get());
    }
}
