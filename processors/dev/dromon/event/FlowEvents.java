package dev.dromon.event;

import dev.dromon.model.Hash;
import dev.dromon.model.Intervention;
import dev.dromon.model.Level;
import dev.dromon.model.Phase;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Turns transitions into events: one each, in their order, with ids that depend on nothing but the object and the transition's place. Pure; never throws. Names: docs/reference/events.md. */
public final class FlowEvents {

    private static final int ID = 32;

    private FlowEvents() {
    }

    /** Events of the transitions from the given place on; none when there are no more. */
    public static List<FlowEvent> from(Subject subject, List<Transition> transitions, int first, Naming naming) {
        return IntStream.range(Math.max(0, first), transitions.size()).mapToObj(i -> event(subject, transitions.get(i), i, naming)).toList();
    }

    private static FlowEvent event(Subject subject, Transition t, int place, Naming naming) {
        String reason = reason(subject.level(), t, naming);
        String id = Hash.sha256(String.join("\n", subject.self().uid(), reason, Integer.toString(place)), ID);
        return new FlowEvent(id, reason, warning(t), sentence(subject, t), regarding(subject, t), subject, t.phase().map(Phase::wire).orElse(""), t.time());
    }

    private static String reason(Level level, Transition t, Naming naming) {
        return switch (t.type()) {
            case PHASE_STARTED -> phase(t) + "Started";
            case PHASE_SUCCEEDED, PHASE_WARNED, PHASE_WAIVED -> phase(t) + naming.good();
            case PHASE_ERRORED -> errored(t, naming);
            case BLOCKED -> blocked(t) + "Errored";
            case REFUSED -> Intervention.Verb.named(t.item()).map(v -> v.done().wire()).orElse("Intervention") + "Errored";
            case ENDED -> level == Level.APP ? "AppCompleted" : "WorkloadCompleted";
            default -> t.type().wire();
        };
    }

    /** The flow page spells the bad end of one phase differently from all others. */
    private static String errored(Transition t, Naming naming) {
        boolean irregular = naming == Naming.FLOW && t.phase().filter(p -> p == Phase.WORKLOAD_PRE_DEPLOY_EVALUATIONS).isPresent();
        return irregular ? "WorkloadPreDeployErrored" : phase(t) + naming.bad();
    }

    private static String blocked(Transition t) {
        return t.phase().map(p -> switch (p.kind()) {
            case TASKS -> "CreateTask";
            case EVALUATIONS -> "CreateEvaluation";
            case DEPLOY -> "ReconcileWorkload";
        }).orElse("CreateAppVersion");
    }

    private static String phase(Transition t) {
        return t.phase().map(Phase::wire).orElse("");
    }

    private static boolean warning(Transition t) {
        return switch (t.type()) {
            case PHASE_WARNED, PHASE_WAIVED, PHASE_ERRORED, BLOCKED, REFUSED -> true;
            case RECONCILE_TASK, RECONCILE_EVALUATION, RECONCILE_WORKLOAD, ENDED -> t.to().filter(s -> s == State.FAILED).isPresent();
            default -> false;
        };
    }

    private static Subject.Ref regarding(Subject subject, Transition t) {
        return switch (t.type()) {
            case CREATE_APP_CREATION_REQUEST, CREATE_APP, CREATE_APP_VERSION, CREATE_WORKLOAD, UPDATE_WORKLOAD, CREATE_WORKLOAD_VERSION, DEPRECATE_APP_VERSION ->
                subject.parent().uid().isEmpty() ? subject.self() : subject.parent();
            default -> subject.self();
        };
    }

    private static String sentence(Subject subject, Transition t) {
        String why = t.message().isEmpty() ? "" : ": " + t.message();
        return switch (t.type()) {
            case CREATE_APP_CREATION_REQUEST, CREATE_APP, CREATE_APP_VERSION, CREATE_WORKLOAD, CREATE_WORKLOAD_VERSION, CREATE_TASK, CREATE_EVALUATION -> "created " + t.item();
            case UPDATE_WORKLOAD -> "the workload was changed; version " + subject.version() + " follows it";
            case PHASE_STARTED -> phase(t) + " has started";
            case PHASE_SUCCEEDED -> phase(t) + " has succeeded";
            case PHASE_WARNED -> phase(t) + " has failed, and the deployment was not blocked" + why;
            case PHASE_WAIVED -> phase(t) + " has succeeded although not all of its checks did" + why;
            case PHASE_ERRORED -> phase(t) + " has failed" + why + remedy(t);
            case RECONCILE_TASK, RECONCILE_EVALUATION, RECONCILE_WORKLOAD -> t.item() + " went from " + wire(t.from()) + " to " + wire(t.to()) + why;
            case BLOCKED -> t.item() + why;
            case RETRY -> (t.item().isEmpty() ? phase(t) : t.item()) + " is done again, asked by " + by(t) + why;
            case SKIP -> t.item() + " was skipped by " + by(t) + why;
            case ABORT -> subject.version() + " was aborted" + t.audit().map(a -> " by " + a.by()).orElse("") + why;
            case APPROVE -> subject.version() + " was approved before its pre-deployment checks have passed by " + by(t) + why;
            case REFUSED -> t.item() + ", asked by " + by(t) + ", is not possible" + why;
            case RESUMED -> phase(t) + " goes on, because these workloads do: " + t.item();
            case CANCELLED -> (t.item().isEmpty() ? phase(t) : t.item()) + " was stopped before its end" + why;
            case DEPRECATED -> t.message();
            case DEPRECATE_APP_VERSION -> t.item() + " will not run any more" + why;
            case ENDED -> subject.version() + " has ended " + wire(t.to()) + why;
            case COMPLETED -> subject.app() + " " + subject.version() + " went through all phases";
        };
    }

    private static String remedy(Transition t) {
        boolean held = t.phase().filter(Phase::beforeDeployment).isPresent();
        return held ? ". The pods stay pending; correct the cause, then retry or apply a new version" : "";
    }

    private static String by(Transition t) {
        return t.audit().map(Transition.Audit::by).filter(by -> !by.isEmpty()).orElse("somebody");
    }

    private static String wire(Optional<State> state) {
        return state.map(State::wire).orElse("nothing");
    }
}
