package dev.dromon.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One number that a provider tells. NaN and infinities are samples too: they are what the provider found. Never throws.
 *
 * @param number the number; empty for NaN and infinities
 * @param text   the same without exponent, or NaN, +Inf, -Inf
 */
public record Sample(Optional<BigDecimal> number, String text) {

    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,3})?");
    /** The longest that a double can be without an exponent has about 330 characters. */
    private static final int LONGEST = 400;
    private static final Map<String, String> OTHERS = Map.of("NaN", "NaN", "+Inf", "+Inf", "Inf", "+Inf", "-Inf", "-Inf", "Infinity", "+Inf", "+Infinity", "+Inf", "-Infinity", "-Inf");

    public Sample {
        Objects.requireNonNull(number);
        Objects.requireNonNull(text);
    }

    /** A number. */
    static Sample of(BigDecimal number) {
        BigDecimal plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        return new Sample(Optional.of(plain), plain.toPlainString());
    }

    /** What is no number. */
    static Sample nan() {
        return new Sample(Optional.empty(), "NaN");
    }

    /** Reads a number as Go, Java and JSON spell them; empty when the text is none. */
    public static Optional<Sample> parse(String text) {
        if (OTHERS.containsKey(text)) {
            return Optional.of(new Sample(Optional.empty(), OTHERS.get(text)));
        }
        return text.length() > LONGEST || !NUMBER.matcher(text).matches() ? Optional.empty() : Optional.of(of(new BigDecimal(text)));
    }

    /** A number of a JSON document, or a text that is one; empty for anything else. */
    static Optional<Sample> of(JsonNode node) {
        return node != null && (node.isNumber() || node.isTextual()) ? parse(node.asText()) : Optional.empty();
    }
}
