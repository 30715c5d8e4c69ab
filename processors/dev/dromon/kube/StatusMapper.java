package dev.dromon.kube;

import dev.dromon.api.KeptnAppVersionStatus;
import dev.dromon.api.KeptnWorkloadRef;
import dev.dromon.api.KeptnWorkloadVersionStatus;
import dev.dromon.api.VersionStatus;
import dev.dromon.api.WorkloadStatusItem;
import dev.dromon.model.Blocker;
import dev.dromon.model.ItemStatus;
import dev.dromon.model.MemberStatus;
import dev.dromon.model.Phase;
import dev.dromon.model.PhaseStatus;
import dev.dromon.model.RunStatus;
import dev.dromon.model.Severity;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Translates between the status of a KeptnAppVersion or KeptnWorkloadVersion and the core's {@link RunStatus}. Reading never throws: what is absent or was written by
 * another release reads as not begun. Writing and reading again gives an equal value. Fields: docs/reference/crds.md.
 */
public final class StatusMapper {

    private static final String COMPLETED = "Completed";
    private static final int FIRST_ATTEMPT = 1;

    private StatusMapper() {
    }

    /** The recorded run of an app version; null is {@link RunStatus#NEW}. */
    public static RunStatus read(KeptnAppVersionStatus status) {
        return status == null ? RunStatus.NEW : read(status, Optional.empty(), status.workloadStatus.stream().filter(w -> w.workload != null)
                .map(w -> new MemberStatus(text(w.workload.name), text(w.workload.version), State.of(w.status))).toList());
    }

    /** The recorded run of a workload version; null is {@link RunStatus#NEW}. */
    public static RunStatus read(KeptnWorkloadVersionStatus status) {
        return status == null ? RunStatus.NEW : read(status, Times.parse(status.deploymentStartTime), List.of());
    }

    private static RunStatus read(VersionStatus status, Optional<Instant> deploymentStart, List<MemberStatus> members) {
        Map<Phase, PhaseStatus> phases = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            PhaseFields.of(status, phase).map(f -> new PhaseStatus(State.of(f.state()), f.items().stream().map(StatusMapper::item).toList()))
                    .filter(p -> !p.equals(PhaseStatus.PENDING)).ifPresent(p -> phases.put(phase, p));
        }
        boolean completed = COMPLETED.equals(status.currentPhase);
        Optional<Phase> current = completed ? lastStarted(status) : Phase.named(text(status.currentPhase));
        return new RunStatus(phases, current, State.of(status.status), completed, Times.parse(status.startTime), end(status), deploymentStart, members,
                ConditionMapper.blocker(status.conditions), status.observedGeneration == null ? 0 : Math.max(0, status.observedGeneration),
                status.transitions.stream().flatMap(t -> transition(t).stream()).toList());
    }

    /** Keptn gave versions that it superseded no end; they have ended all the same. */
    private static Optional<Instant> end(VersionStatus status) {
        boolean foreign = status.transitions.isEmpty() && State.of(status.status).completed();
        return Times.parse(status.endTime).or(() -> foreign ? Times.parse(status.startTime).or(() -> Optional.of(Instant.EPOCH)) : Optional.empty());
    }

    private static Optional<Phase> lastStarted(VersionStatus status) {
        return status.transitions.stream().filter(t -> TransitionType.PHASE_STARTED.wire().equals(t.type)).reduce((a, b) -> b).flatMap(t -> Phase.named(text(t.phase)));
    }

    private static ItemStatus item(dev.dromon.api.ItemStatus item) {
        return new ItemStatus(text(item.definitionName), State.of(item.status), text(item.name), Times.parse(item.startTime), Times.parse(item.endTime), text(item.message),
                item.attempt == null ? FIRST_ATTEMPT : item.attempt, Severity.of(item.severity));
    }

    private static Optional<Transition> transition(dev.dromon.api.Transition t) {
        Optional<TransitionType> type = TransitionType.named(text(t.type));
        return type.isEmpty() ? Optional.empty() : Times.parse(t.time).map(time -> new Transition(time, type.get(), Phase.named(text(t.phase)), text(t.item), state(t.from), state(t.to),
                text(t.message), Optional.ofNullable(t.intervention).map(id -> new Transition.Audit(id, text(t.by))), order(t)));
    }

    /** Place of a transition in the history of its app: where its time says when another release recorded it, 0 when that cannot be read either. */
    public static long order(dev.dromon.api.Transition t) {
        return t.order != null ? t.order : Times.parse(t.time).map(Transition::order).orElse(0L);
    }

    private static Optional<State> state(String wire) {
        return wire == null || wire.isEmpty() ? Optional.empty() : Optional.of(State.of(wire));
    }

    /** Puts a run into the status of an app version; fields that a run does not know stay. */
    public static void write(RunStatus run, KeptnAppVersionStatus status) {
        writeCommon(run, status);
        status.workloadStatus = run.members().stream().map(StatusMapper::member).toList();
    }

    /** Puts a run into the status of a workload version; fields that a run does not know stay. */
    public static void write(RunStatus run, KeptnWorkloadVersionStatus status) {
        writeCommon(run, status);
        status.deploymentStartTime = run.deploymentStart().map(Times::micros).orElse(null);
    }

    private static void writeCommon(RunStatus run, VersionStatus status) {
        for (Phase phase : Phase.values()) {
            PhaseStatus recorded = run.phase(phase);
            PhaseFields.write(status, phase, recorded.state().wire(), recorded.items().stream().map(StatusMapper::item).toList());
        }
        status.currentPhase = run.completed() ? COMPLETED : run.currentPhase().map(Phase::wire).orElse(null);
        status.status = run.state().wire();
        status.startTime = run.start().map(Times::micros).orElse(null);
        status.endTime = run.end().map(Times::micros).orElse(null);
        status.observedGeneration = run.observedGeneration() == 0 ? null : run.observedGeneration();
        status.transitions = run.transitions().stream().map(StatusMapper::transition).toList();
    }

    private static dev.dromon.api.ItemStatus item(ItemStatus item) {
        dev.dromon.api.ItemStatus wire = new dev.dromon.api.ItemStatus();
        wire.definitionName = item.definition();
        wire.status = item.state().wire();
        wire.name = item.name();
        wire.startTime = item.start().map(Times::micros).orElse(null);
        wire.endTime = item.end().map(Times::micros).orElse(null);
        wire.message = item.message();
        wire.attempt = item.attempt() == FIRST_ATTEMPT ? null : item.attempt();
        wire.severity = item.severity().wire();
        return wire;
    }

    private static dev.dromon.api.Transition transition(Transition t) {
        dev.dromon.api.Transition wire = new dev.dromon.api.Transition();
        wire.time = Times.micros(t.time());
        wire.type = t.type().wire();
        wire.phase = t.phase().map(Phase::wire).orElse(null);
        wire.item = t.item();
        wire.from = t.from().map(State::wire).orElse(null);
        wire.to = t.to().map(State::wire).orElse(null);
        wire.message = t.message();
        wire.by = t.audit().map(Transition.Audit::by).orElse(null);
        wire.intervention = t.audit().map(Transition.Audit::id).orElse(null);
        wire.order = t.order();
        return wire;
    }

    private static WorkloadStatusItem member(MemberStatus member) {
        WorkloadStatusItem wire = new WorkloadStatusItem();
        wire.workload = new KeptnWorkloadRef();
        wire.workload.name = member.name();
        wire.workload.version = member.version();
        wire.status = member.state().wire();
        return wire;
    }

    static String text(String value) {
        return value == null ? "" : value;
    }
}
