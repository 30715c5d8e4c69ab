package dev.dromon.analysis;

import java.util.Objects;
import java.util.Optional;

/**
 * One value, what it must not be, and how much it counts.
 *
 * @param template where the value comes from, as written
 * @param failure  it fails when the value meets this
 * @param warning  it warns when the value meets this and it does not fail
 * @param weight   its share of the score, 0 or more
 * @param key      whether the whole Analysis fails with it
 */
public record Objective(Reference template, Optional<Criterion> failure, Optional<Criterion> warning, int weight, boolean key) {

    public Objective {
        Objects.requireNonNull(template);
        Objects.requireNonNull(failure);
        Objects.requireNonNull(warning);
    }

    /** Without a criterion it cannot fail: it is shown, and counts nothing. */
    public boolean informs() {
        return failure.isEmpty() && warning.isEmpty();
    }
}
