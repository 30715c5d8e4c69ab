package dev.dromon.kube;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Times and durations as Kubernetes objects spell them. Never throws: what cannot be read is empty. */
public final class Times {

    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern DURATION_PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|µs|μs|ms|s|m|h)");

    private static final int SECONDS_LENGTH = 20;
    private static final int MICROS_LENGTH = 27;

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
            return Optional.of(plain(text).orElseGet(() -> OffsetDateTime.parse(text).toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** What Kubernetes and Dromon themselves write, 2026-01-02T03:04:05Z or with six digits more; the general parser is the dearest part of reading a status. */
    private static Optional<Instant> plain(String text) {
        boolean shaped = (text.length() == SECONDS_LENGTH || text.length() == MICROS_LENGTH && text.charAt(19) == '.') && text.charAt(4) == '-' && text.charAt(7) == '-'
                && text.charAt(10) == 'T' && text.charAt(13) == ':' && text.charAt(16) == ':' && text.charAt(text.length() - 1) == 'Z';
        if (!shaped) {
            return Optional.empty();
        }
        int[] part = {number(text, 0, 4), number(text, 5, 7), number(text, 8, 10), number(text, 11, 13), number(text, 14, 16), number(text, 17, 19),
                text.length() == MICROS_LENGTH ? number(text, 20, 26) : 0};
        if (IntStream.of(part).anyMatch(n -> n < 0)) {
            return Optional.empty();
        }
        return Optional.of(LocalDateTime.of(part[0], part[1], part[2], part[3], part[4], part[5], part[6] * 1000).toInstant(ZoneOffset.UTC));
    }

    /** The decimal digits from begin to end; -1 when one is none. */
    private static int number(String text, int begin, int end) {
        int number = 0;
        for (int i = begin; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
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
