package dev.dromon.analysis;

import dev.dromon.model.Numbers;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * A number that values are compared with.
 *
 * @param text   as written, for example 500m
 * @param number what that is
 */
public record Bound(String text, BigDecimal number) {

    public Bound {
        Objects.requireNonNull(text);
        Objects.requireNonNull(number);
    }

    /** The bound that a text says; empty when it says none. Never throws. */
    public static Optional<Bound> parse(String text) {
        return Numbers.parse(text).map(number -> new Bound(text, number));
    }
}
