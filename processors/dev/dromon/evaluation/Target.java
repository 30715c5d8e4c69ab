package dev.dromon.evaluation;

import dev.dromon.model.Numbers;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a metric's value has to be: an operator and a number, for example {@code <= 500m}. Rule: docs/reference/evaluations.md. */
record Target(Operator operator, BigDecimal number) {

    /** How a value is compared with the number. */
    enum Operator {
        LESS("<"), GREATER(">"), AT_MOST("<="), AT_LEAST(">="), EQUAL("==");

        private final String wire;

        Operator(String wire) {
            this.wire = wire;
        }

        private static Operator of(String wire) {
            for (Operator operator : values()) {
                if (operator.wire.equals(wire)) {
                    return operator;
                }
            }
            throw new AssertionError("the pattern lets only operators through, not " + wire);
        }
    }

    private static final Pattern TARGET = Pattern.compile("\\s*(<=|>=|==|<|>)(.*)");

    /** The target; empty when the text is none. Never throws. */
    static Optional<Target> parse(String text) {
        Matcher matcher = TARGET.matcher(text);
        return matcher.matches() ? Numbers.parse(matcher.group(2)).map(number -> new Target(Operator.of(matcher.group(1)), number)) : Optional.empty();
    }

    boolean met(BigDecimal value) {
        int order = value.compareTo(number);
        return switch (operator) {
            case LESS -> order < 0;
            case GREATER -> order > 0;
            case AT_MOST -> order <= 0;
            case AT_LEAST -> order >= 0;
            case EQUAL -> order == 0;
        };
    }
}
