package dev.dromon.kube;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and durations as Kubernetes objects spell them. Never throws: what cannot be read is empty. */
public final class Times {

    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern DURATION_PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|µs|μs|ms|s|m|h)");

    private Times() {
    }

    /** The time of a look in microseconds, which is what Kubernetes keeps; read once per run. */
    public static Instant now(InstantSource clock) {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** RFC 3339 with six digits of a second, as Kubernetes' MicroTime wants it. */
    public static String micros(Instant time) {
        return MICROS.format(time);
    }

    /** Reads RFC 3339 with any number of digits; null and anything else is empty. */
    public static Optional<Instant> parse(String text) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Reads a Go duration such as {@code 1h30m} or {@code 500ms}; null and anything else is empty. */
    public static Optional<Duration> duration(String text) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher matcher = DURATION_PART.matcher(text);
        double nanos = 0;
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            nanos += Double.parseDouble(matcher.group(1)) * unit(matcher.group(2));
            end = matcher.end();
        }
        return end == text.length() ? Optional.of(Duration.ofNanos((long) Math.min(nanos, Long.MAX_VALUE))) : Optional.empty();
    }

    private static double unit(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs", "μs" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            default -> 3600e9;
        };
    }
}
