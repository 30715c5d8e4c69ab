package dev.dromon.model;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads numbers as users write them: decimal, with an exponent, or a Kubernetes quantity (suffixes n u m k M G T P E, Ki Mi Gi Ti Pi Ei). Pure; never throws.
 * Rule: docs/reference/evaluations.md; suffixes as in Kubernetes' resource.Quantity.
 */
public final class Numbers {

    private static final Pattern NUMBER = Pattern.compile("\\s*([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,3})?)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?\\s*");
    private static final Map<String, BigDecimal> FACTORS = Map.ofEntries(Map.entry("n", new BigDecimal("1e-9")), Map.entry("u", new BigDecimal("1e-6")),
            Map.entry("m", new BigDecimal("1e-3")), Map.entry("k", new BigDecimal("1e3")), Map.entry("M", new BigDecimal("1e6")), Map.entry("G", new BigDecimal("1e9")),
            Map.entry("T", new BigDecimal("1e12")), Map.entry("P", new BigDecimal("1e15")), Map.entry("E", new BigDecimal("1e18")),
            Map.entry("Ki", power(1)), Map.entry("Mi", power(2)), Map.entry("Gi", power(3)), Map.entry("Ti", power(4)), Map.entry("Pi", power(5)), Map.entry("Ei", power(6)));

    private Numbers() {
    }

    /** The number; empty when the text is none (also for NaN and infinities, which never pass). */
    public static Optional<BigDecimal> parse(String text) {
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        return Optional.of(matcher.group(2) == null ? number : number.multiply(FACTORS.get(matcher.group(2))));
    }

    private static BigDecimal power(int exponent) {
        return BigDecimal.valueOf(1024).pow(exponent);
    }
}
