package dev.dromon.model;

import java.util.List;

/** State of one phase and, for task and evaluation phases, of its checks in the order of the spec. */
public record PhaseStatus(State state, List<ItemStatus> items) {

    /** A phase that has not begun. */
    public static final PhaseStatus PENDING = new PhaseStatus(State.PENDING, List.of());

    public PhaseStatus {
        items = List.copyOf(items);
    }

    public PhaseStatus with(State newState) {
        return new PhaseStatus(newState, items);
    }
}
