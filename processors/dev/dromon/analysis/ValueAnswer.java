package dev.dromon.analysis;

import java.util.Objects;
import java.util.Optional;

/**
 * What came of a question.
 *
 * @param value   what the provider answered, also when that is no number; empty when it did not answer
 * @param problem why it did not, in one sentence without anything secret; empty when it did
 */
public record ValueAnswer(Optional<String> value, String problem) {

    public ValueAnswer {
        Objects.requireNonNull(value);
        Objects.requireNonNull(problem);
    }

    /** The provider answered this. */
    public static ValueAnswer of(String value) {
        return new ValueAnswer(Optional.of(value), "");
    }

    /** It did not answer, because of this. */
    public static ValueAnswer none(String problem) {
        return new ValueAnswer(Optional.empty(), problem);
    }
}
