package dev.dromon.analysis;

/** How a value is compared with one number, or with the two bounds of a range. Rule: docs/reference/analysis.md, criteria. */
public enum Operator {

    /** At most. */
    LESS_THAN_OR_EQUAL("lessThanOrEqual", false),
    /** Below. */
    LESS_THAN("lessThan", false),
    /** Above. */
    GREATER_THAN("greaterThan", false),
    /** At least. */
    GREATER_THAN_OR_EQUAL("greaterThanOrEqual", false),
    /** The same number, however written. */
    EQUAL_TO("equalTo", false),
    /** Between the bounds, or one of them. */
    IN_RANGE("inRange", true),
    /** Outside of the bounds. */
    NOT_IN_RANGE("notInRange", true);

    private final String wire;
    private final boolean range;

    Operator(String wire, boolean range) {
        this.wire = wire;
        this.range = range;
    }

    /** Its name in manifests. */
    public String wire() {
        return wire;
    }

    /** Whether it takes two bounds. */
    public boolean range() {
        return range;
    }
}
