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
import java.util.stream.Stream;

/**
 * Shows a run as Kubernetes conditions: Ready, Progressing and Blocked for people, Stalled and Reconciling for kstatus; and reads the blocker back from them. Never
 * throws. Rule: docs/reference/crds.md, conditions.
 */
public final class ConditionMapper {

    private static final String READY = "Ready";
    private static final String PROGRESSING = "Progressing";
    private static final String BLOCKED = "Blocked";
    private static final String STALLED = "Stalled";
    private static final String RECONCILING = "Reconciling";
    private static final String NOT_BLOCKED = "NotBlocked";
    private static final String RUNNING = "Running";
    private static final String ENDED = "Ended";

    private ConditionMapper() {
    }

    /** The conditions of a run; one whose status did not change keeps its time. A superseded run is neither ready nor awaited: it has no Ready any more. */
    public static List<Condition> conditions(RunStatus run, List<Condition> before, Instant now) {
        String phase = run.completed() ? "Completed" : run.currentPhase().map(Phase::wire).orElse("not begun");
        List<Condition> all = all(run, "phase: " + phase).filter(c -> !superseded(run) || !READY.equals(c.getType()) && !STALLED.equals(c.getType())).toList();
        return timed(all, before, run.observedGeneration(), now);
    }

    /**
     * The conditions of an app or workload: those of the run of its newest version, without what changes at each step, so that they change when a run begins or ends, and
     * when it begins or ceases to be blocked.
     *
     * @param version    kind and name of the newest version, for people
     * @param generation generation of the app or workload that the version was made from
     */
    public static List<Condition> summary(RunStatus run, String version, long generation, List<Condition> before, Instant now) {
        RunStatus seen = run.ended() ? run : RunStatus.NEW.running(run.blocker().filter(Blocker::stuck));
        return timed(all(seen, version + (run.ended() ? " has ended: " + run.state().wire() : " is running")).toList(), before, generation, now);
    }

    /** Stalled and Reconciling are there only while they hold: so kstatus wants it. */
    private static Stream<Condition> all(RunStatus run, String progress) {
        Optional<Blocker> stuck = run.blocker().filter(Blocker::stuck);
        Optional<Blocker> waiting = run.blocker().filter(b -> !b.stuck());
        Condition ready = condition(READY, run.state() == State.SUCCEEDED, run.blocker().map(Blocker::reason).orElse(run.state().wire()),
                run.blocker().map(Blocker::message).or(() -> failure(run)).orElse(progress));
        Condition progressing = run.ended() ? condition(PROGRESSING, false, ENDED, "ended " + run.state().wire())
                : condition(PROGRESSING, stuck.isEmpty(), waiting.map(Blocker::reason).orElse(RUNNING), waiting.map(Blocker::message).orElse(progress));
        Condition blocked = condition(BLOCKED, stuck.isPresent(), stuck.map(Blocker::reason).orElse(NOT_BLOCKED), stuck.map(Blocker::message).orElse(""));
        boolean stalled = stuck.isPresent() || run.ended() && run.state() != State.SUCCEEDED;
        Optional<Condition> abnormal = stalled ? Optional.of(condition(STALLED, true, ready.getReason(), ready.getMessage()))
                : Optional.of(condition(RECONCILING, true, progressing.getReason(), progressing.getMessage())).filter(c -> !run.ended());
        return Stream.concat(Stream.of(ready, progressing, blocked), abnormal.stream());
    }

    private static boolean superseded(RunStatus run) {
        return run.state() == State.DEPRECATED;
    }

    private static Optional<String> failure(RunStatus run) {
        Optional<String> aborted = last(run, TransitionType.ABORT).flatMap(t -> last(run, TransitionType.ENDED)).map(Transition::message);
        return aborted.or(() -> last(run, TransitionType.PHASE_ERRORED).filter(t -> run.state() == State.FAILED).map(t -> t.phase().map(Phase::wire).orElse("") + " failed: " + t.message()));
    }

    private static Optional<Transition> last(RunStatus run, TransitionType type) {
        return run.transitions().stream().filter(t -> t.type() == type).reduce((older, newer) -> newer);
    }

    /** A condition of that type, true or false, without time and generation. */
    public static Condition condition(String type, boolean status, String reason, String message) {
        return new ConditionBuilder().withType(type).withStatus(status ? "True" : "False").withReason(reason).withMessage(message).build();
    }

    /** The conditions with times: one whose status did not change keeps its own. A generation of 0 is left out. */
    public static List<Condition> timed(List<Condition> conditions, List<Condition> before, long generation, Instant now) {
        return conditions.stream().map(c -> timed(c, find(before, c.getType()), generation, now)).toList();
    }

    private static Condition timed(Condition condition, Optional<Condition> before, long generation, Instant now) {
        String time = before.filter(b -> condition.getStatus().equals(b.getStatus())).map(Condition::getLastTransitionTime).orElseGet(() -> Times.micros(now));
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
