package dev.dromon.model;

import java.util.Arrays;
import java.util.Optional;

/** What a transition in a status tells; each becomes exactly one event. */
public enum TransitionType {
    /** The KeptnAppCreationRequest, KeptnApp, KeptnWorkload or version that the run needs was created; the item is its name. */
    CREATE_APP_CREATION_REQUEST("CreateAppCreationRequest"),
    CREATE_APP("CreateApp"),
    CREATE_APP_VERSION("CreateAppVersion"),
    CREATE_WORKLOAD("CreateWorkload"),
    UPDATE_WORKLOAD("UpdateWorkload"),
    CREATE_WORKLOAD_VERSION("CreateWorkloadVersion"),
    /** A phase began, ended well, ended badly without blocking, ended badly. */
    PHASE_STARTED("PhaseStarted"),
    PHASE_SUCCEEDED("PhaseSucceeded"),
    PHASE_WARNED("PhaseWarned"),
    /** A phase ended well because somebody skipped or approved checks of it. */
    PHASE_WAIVED("PhaseWaived"),
    PHASE_ERRORED("PhaseErrored"),
    /** A KeptnTask or KeptnEvaluation was created, could not be created, changed its state; the item is its name. */
    CREATE_TASK("CreateTask"),
    CREATE_EVALUATION("CreateEvaluation"),
    RECONCILE_TASK("ReconcileTask"),
    RECONCILE_EVALUATION("ReconcileEvaluation"),
    /** A workload of the app changed its state; the item is its name. */
    RECONCILE_WORKLOAD("ReconcileWorkload"),
    /** The run cannot go on until somebody removes the named cause. */
    BLOCKED("Blocked"),
    /** Somebody had failed checks, or a failed deployment, done again; the item names the checks. */
    RETRY("Retry"),
    /** Somebody declared a check as passed; the item is its definition. */
    SKIP("Skip"),
    /** Somebody ended the run. */
    ABORT("Abort"),
    /** Somebody declared all pre-deployment checks as passed. */
    APPROVE("Approve"),
    /** What somebody asked for is not possible; the item is the verb. */
    REFUSED("Refused"),
    /** The workloads that had failed were taken up again, and so is the deployment of the app; the item names them. */
    RESUMED("Resumed"),
    /** A running check or phase was stopped before its end. */
    CANCELLED("Cancelled"),
    /** The run, or the phases that the message names, will not run any more. */
    DEPRECATED("Deprecated"),
    /** A newer version took over from this app version. */
    DEPRECATE_APP_VERSION("DeprecateAppVersion"),
    /** The run has ended, whatever the outcome. */
    ENDED("Ended"),
    /** The app version went through all phases. */
    COMPLETED("Completed");

    private final String wire;

    TransitionType(String wire) {
        this.wire = wire;
    }

    /** Spelling in {@code status.transitions[].type}. */
    public String wire() {
        return wire;
    }

    /** Reads {@link #wire()}; any other word is empty (a newer release wrote it). Never throws. */
    public static Optional<TransitionType> named(String wire) {
        return Arrays.stream(values()).filter(t -> t.wire.equals(wire)).findFirst();
    }
}
