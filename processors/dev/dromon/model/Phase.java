package dev.dromon.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The phases of the flow page, in the order in which they run within their level. */
public enum Phase {
    APP_PRE_DEPLOY_TASKS("AppPreDeployTasks", Level.APP, Kind.TASKS, CheckType.PRE),
    APP_PRE_DEPLOY_EVALUATIONS("AppPreDeployEvaluations", Level.APP, Kind.EVALUATIONS, CheckType.PRE_EVAL),
    APP_DEPLOY("AppDeploy", Level.APP, Kind.DEPLOY, null),
    APP_POST_DEPLOY_TASKS("AppPostDeployTasks", Level.APP, Kind.TASKS, CheckType.POST),
    APP_POST_DEPLOY_EVALUATIONS("AppPostDeployEvaluations", Level.APP, Kind.EVALUATIONS, CheckType.POST_EVAL),
    PROMOTION_TASKS("PromotionTasks", Level.APP, Kind.TASKS, CheckType.PROMOTION),
    WORKLOAD_PRE_DEPLOY_TASKS("WorkloadPreDeployTasks", Level.WORKLOAD, Kind.TASKS, CheckType.PRE),
    WORKLOAD_PRE_DEPLOY_EVALUATIONS("WorkloadPreDeployEvaluations", Level.WORKLOAD, Kind.EVALUATIONS, CheckType.PRE_EVAL),
    WORKLOAD_DEPLOY("WorkloadDeploy", Level.WORKLOAD, Kind.DEPLOY, null),
    WORKLOAD_POST_DEPLOY_TASKS("WorkloadPostDeployTasks", Level.WORKLOAD, Kind.TASKS, CheckType.POST),
    WORKLOAD_POST_DEPLOY_EVALUATIONS("WorkloadPostDeployEvaluations", Level.WORKLOAD, Kind.EVALUATIONS, CheckType.POST_EVAL);

    /** What a phase consists of. */
    public enum Kind {
        TASKS, EVALUATIONS, DEPLOY
    }

    private final String wire;
    private final Level level;
    private final Kind kind;
    private final CheckType checkType;

    Phase(String wire, Level level, Kind kind, CheckType checkType) {
        this.wire = wire;
        this.level = level;
        this.kind = kind;
        this.checkType = checkType;
    }

    /** The flow page's spelling, also Keptn's value of {@code status.currentPhase}. */
    public String wire() {
        return wire;
    }

    public Level level() {
        return level;
    }

    public Kind kind() {
        return kind;
    }

    /** Type of the phase's checks; empty for a deploy phase. */
    public Optional<CheckType> checkType() {
        return Optional.ofNullable(checkType);
    }

    /** Whether it has to pass before the pods are let go. */
    public boolean beforeDeployment() {
        return checkType == CheckType.PRE || checkType == CheckType.PRE_EVAL;
    }

    /** Phases of a level in their order; the app's end with promotion unless it is switched off. Never throws. */
    public static List<Phase> of(Level level, boolean promotion) {
        return Arrays.stream(values()).filter(p -> p.level == level && (promotion || p != PROMOTION_TASKS)).toList();
    }

    /** The phase that follows in its level when this one passed; empty after the last. Never throws. Rule: flow page. */
    public Optional<Phase> next() {
        return of(level, true).stream().filter(p -> p.compareTo(this) > 0).findFirst();
    }

    /** Reads the flow page's spelling; null, empty or any other word is empty. Never throws. */
    public static Optional<Phase> named(String wire) {
        return Arrays.stream(values()).filter(p -> p.wire.equals(wire)).findFirst();
    }
}
