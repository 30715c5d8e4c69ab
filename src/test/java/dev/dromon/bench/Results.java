package dev.dromon.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All measurements of a run, in the order in which they were taken, and what they are to be. */
final class Results {

    private static final double P99 = 0.99;

    /** One measurement. */
    private record Row(String figure, String unit, double value) {
    }

    /** What a figure is to be, in its unit, at most or at least: its median, and at most its 99th percentile. */
    private record Target(double median, Optional<Double> p99, boolean least) {

        boolean met(double found, double worst) {
            return least ? found >= median : found <= median && p99.map(p -> worst <= p).orElse(true);
        }

        String text(String unit) {
            return (least ? "at least " : "") + number(median) + " " + unit + p99.map(p -> ", p99 " + number(p)).orElse("");
        }
    }

    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();

    synchronized void add(String figure, String unit, double value) {
        quietly(figure, unit, value);
        System.out.printf(Locale.ROOT, "%s: %.1f %s%n", figure, value, unit);
    }

    /** The same without a line on the screen. */
    synchronized void quietly(String figure, String unit, double value) {
        rows.add(new Row(figure, unit, value));
    }

    void millis(String figure, long nanos) {
        add(figure, "ms", nanos / 1e6);
    }

    void seconds(String figure, long nanos) {
        add(figure, "s", nanos / 1e9);
    }

    void target(String figure, double median) {
        targets.put(figure, new Target(median, Optional.empty(), false));
    }

    void target(String figure, double median, double p99) {
        targets.put(figure, new Target(median, Optional.of(p99), false));
    }

    /** The median is to be at least so much. */
    void least(String figure, double median) {
        targets.put(figure, new Target(median, Optional.empty(), true));
    }

    /** One line per measurement: figure, number, value, unit. */
    void write(Path file) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>(List.of("figure,number,value,unit"));
        rows.forEach(r -> lines.add(String.format(Locale.ROOT, "\"%s\",%d,%.3f,%s", r.figure(), numbers.merge(r.figure(), 1, Integer::sum), r.value(), r.unit())));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** A Markdown table of all figures. */
    String table() {
        StringBuilder table = new StringBuilder("| Figure | n | median | p99 | worst | target | |\n|---|---|---|---|---|---|---|\n");
        rows.stream().map(Row::figure).distinct().forEach(figure -> table.append(line(figure)));
        return table.toString();
    }

    private String line(String figure) {
        String unit = rows.stream().filter(r -> r.figure().equals(figure)).findFirst().orElseThrow().unit();
        List<Double> sorted = rows.stream().filter(r -> r.figure().equals(figure)).map(Row::value).sorted().toList();
        double median = (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
        double p99 = sorted.get((int) Math.ceil(sorted.size() * P99) - 1);
        Target target = targets.get(figure);
        String wanted = target == null ? "" : target.text(unit);
        String verdict = target == null ? "" : target.met(median, p99) ? "met" : "**missed**";
        double worst = target != null && target.least() ? sorted.get(0) : sorted.get(sorted.size() - 1);
        return "| %s | %d | %s %s | %s | %s | %s | %s |%n".formatted(figure, sorted.size(), number(median), unit, target != null && target.least() ? "" : number(p99), number(worst), wanted, verdict);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 && value != Math.rint(value) ? "%.2f" : "%.0f", value);
    }
}
