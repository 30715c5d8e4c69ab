package dev.dromon.kube;

import dev.dromon.model.Blocker;
import dev.dromon.model.Phase;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Shows a run as Kubernetes conditions Ready, Progressing and Blocked, and reads the blocker back from them. Never throws. Rule: docs/reference/crds.md, conditions. */
public final class ConditionMapper {

    private static final String READY = "Ready";
    private static final String PROGRESSING = "Progressing";
    private static final String BLOCKED = "Blocked";
    private static final String NOT_BLOCKED = "NotBlocked";
    private static final String RUNNING = "Running";
    private static final String ENDED = "Ended";

    private ConditionMapper() {
    }

    /** The conditions of a run; one whose status did not change keeps its time. */
    public static List<Condition> conditions(RunStatus run, List<Condition> before, Instant now) {
        Optional<Blocker> stuck = run.blocker().filter(Blocker::stuck);
        Optional<Blocker> waiting = run.blocker().filter(b -> !b.stuck());
        String phase = run.completed() ? "Completed" : run.currentPhase().map(Phase::wire).orElse("not begun");
        boolean ready = run.state() == State.SUCCEEDED;
        Condition readiness = condition(READY, ready, run.blocker().map(Blocker::reason).orElse(run.state().wire()),
                run.blocker().map(Blocker::message).or(() -> failure(run)).orElse("phase: " + phase));
        Condition progress = run.ended() ? condition(PROGRESSING, false, ENDED, "ended " + run.state().wire())
                : condition(PROGRESSING, stuck.isEmpty(), waiting.map(Blocker::reason).orElse(RUNNING), waiting.map(Blocker::message).orElse("phase: " + phase));
        Condition blocked = condition(BLOCKED, stuck.isPresent(), stuck.map(Blocker::reason).orElse(NOT_BLOCKED), stuck.map(Blocker::message).orElse(""));
        return List.of(readiness, progress, blocked).stream().map(c -> timed(c, before, run.observedGeneration(), now)).toList();
    }

    private static Optional<String> failure(RunStatus run) {
        Optional<String> aborted = last(run, TransitionType.ABORT).flatMap(t -> last(run, TransitionType.ENDED)).map(Transition::message);
        return aborted.or(() -> last(run, TransitionType.PHASE_ERRORED).filter(t -> run.ended()).map(t -> t.phase().map(Phase::wire).orElse("") + " failed: " + t.message()));
    }

    private static Optional<Transition> last(RunStatus run, TransitionType type) {
        return run.transitions().stream().filter(t -> t.type() == type).reduce((older, newer) -> newer);
    }

    private static Condition condition(String type, boolean status, String reason, String message) {
        return new ConditionBuilder().withType(type).withStatus(status ? "True" : "False").withReason(reason).withMessage(message).build();
    }

    private static Condition timed(Condition condition, List<Condition> before, long generation, Instant now) {
        String time = find(before, condition.getType()).filter(b -> condition.getStatus().equals(b.getStatus())).map(Condition::getLastTransitionTime)
                .orElseGet(() -> Times.micros(now));
        return new ConditionBuilder(condition).withLastTransitionTime(time).withObservedGeneration(generation == 0 ? null : generation).build();
    }

    /** The blocker that conditions tell of; empty when they tell of none. */
    static Optional<Blocker> blocker(List<Condition> conditions) {
        Optional<Blocker> stuck = find(conditions, BLOCKED).filter(c -> "True".equals(c.getStatus())).map(c -> Blocker.stuck(c.getReason(), StatusMapper.text(c.getMessage())));
        return stuck.isPresent() ? stuck
                : find(conditions, PROGRESSING).filter(c -> "True".equals(c.getStatus()) && !RUNNING.equals(c.getReason()))
                        .map(c -> Blocker.waiting(c.getReason(), StatusMapper.text(c.getMessage())));
    }

    private static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions.stream().filter(c -> type.equals(c.getType())).findFirst();
    }
}
