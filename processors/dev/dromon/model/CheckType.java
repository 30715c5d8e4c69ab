package dev.dromon.model;

/** When a check runs, in Keptn's spelling; it is the visible prefix of the names of tasks and evaluations. */
public enum CheckType {
    PRE("pre"), POST("post"), PRE_EVAL("pre-eval"), POST_EVAL("post-eval"), PROMOTION("promotion");

    private final String wire;

    CheckType(String wire) {
        this.wire = wire;
    }

    /** Keptn's spelling, for example {@code pre-eval}. */
    public String wire() {
        return wire;
    }
}
