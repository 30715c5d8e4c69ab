package dev.dromon.phase;

import dev.dromon.model.Blocker;
import dev.dromon.model.Decision;
import dev.dromon.model.Intervention;
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
     * The status that follows, the checks to create for it, and when to look again. An ended run is returned as it is, unless somebody asks something of it. Call it
     * once with what was found, do the actions, put what the checks look like then into the observation, and call it again: that second status is the one to write.
     * Never throws.
     */
    public static Decision decide(RunObservation seen) {
        Optional<Intervention> asked = Interventions.pending(seen);
        Optional<String> resumed = resumed(seen);
        if (seen.status().ended() && asked.isEmpty() && resumed.isEmpty()) {
            return new Decision(seen, seen.status(), List.of(), Optional.empty());
        }
        RunDraft draft = new RunDraft(seen);
        boolean goOn = asked.map(a -> new Interventions(draft, seen, a).apply()).orElse(true);
        if (draft.ended()) {
            resumed.ifPresent(new RunEnd(draft, seen)::resume);
        }
        if (goOn && !draft.ended()) {
            follow(draft, seen);
        }
        return draft.decision();
    }

    /** The workloads with which an app goes on whose deployment had failed because of them; empty when there is nothing of the kind. */
    private static Optional<String> resumed(RunObservation seen) {
        boolean failed = seen.status().state() == State.FAILED && seen.status().currentPhase().equals(Optional.of(Phase.APP_DEPLOY)) && !seen.status().happened(TransitionType.ABORT);
        return seen.steering().resumed().filter(r -> failed && seen.supersededBy().isEmpty() && seen.deploy().state() != State.FAILED);
    }

    private static void follow(RunDraft draft, RunObservation seen) {
        Optional<Blocker> hold = seen.hold().filter(h -> seen.status().currentPhase().isEmpty());
        if (seen.supersededBy().isPresent()) {
            begin(draft, seen.run());
            new RunEnd(draft, seen).deprecate("superseded by " + seen.supersededBy().get());
        } else if (seen.steering().aborted().isPresent()) {
            begin(draft, seen.run());
            draft.journal().run(TransitionType.ABORT, "", null, seen.steering().aborted().get());
            new RunEnd(draft, seen).abort(seen.steering().aborted().get());
        } else if (hold.isPresent()) {
            draft.hold(hold.get());
        } else {
            begin(draft, seen.run());
            advance(draft, seen);
        }
    }

    static void begin(RunDraft draft, RunIdentity run) {
        if (draft.begin()) {
            draft.births();
        } else if (draft.generationChanged() && run.level() == Level.WORKLOAD) {
            draft.journal().run(TransitionType.UPDATE_WORKLOAD, run.name(), null, "");
        }
    }

    private static void advance(RunDraft draft, RunObservation seen) {
        RunEnd end = new RunEnd(draft, seen);
        ObservedChecks observed = new ObservedChecks(draft, seen);
        for (Phase phase : draft.plan()) {
            if (draft.state(phase).passed()) {
                observed.look(phase);
                continue;
            }
            draft.enter(phase);
            State state = phase.kind() == Phase.Kind.DEPLOY ? draft.deploy(phase) : draft.checks(phase);
            if (state == State.FAILED) {
                end.fail(phase);
                return;
            }
            if (!state.passed()) {
                return;
            }
            draft.pass(phase, state);
        }
        end.complete();
    }
}
