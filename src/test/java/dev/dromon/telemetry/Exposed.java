package dev.dromon.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metrics in Prometheus' text format, as a scraper reads them.
 *
 * @param types   name of a family to its type
 * @param helps   name of a family to what is said of it
 * @param samples all samples, in their order
 */
public record Exposed(Map<String, String> types, Map<String, String> helps, List<Sample> samples) {

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    /** One sample. */
    public record Sample(String name, Map<String, String> labels, double value) {
    }

    /** Reads the text format; a line that is none is an error. */
    public static Exposed read(String text) {
        Map<String, String> types = new TreeMap<>();
        Map<String, String> helps = new TreeMap<>();
        List<Sample> samples = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# TYPE ")) {
                types.put(words[2], words[3]);
            } else if (line.startsWith("# HELP ")) {
                helps.put(words[2], words[3]);
            } else if (!line.startsWith("# EOF")) {
                samples.add(sample(line));
            }
        }
        return new Exposed(types, helps, samples);
    }

    private static Sample sample(String line) {
        Matcher found = SAMPLE.matcher(line);
        if (!found.matches()) {
            throw new IllegalArgumentException("expected a sample, found: " + line);
        }
        Map<String, String> labels = new LinkedHashMap<>();
        if (found.group(2) != null) {
            LABEL.matcher(found.group(2)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
        }
        String value = found.group(3);
        return new Sample(found.group(1), labels, value.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value));
    }

    /** The sum of all samples of that name that have these labels, given as name and value in turn; zero when there is none. */
    public double sum(String name, String... labels) {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        return samples.stream().filter(s -> s.name().equals(name) && s.labels().entrySet().containsAll(wanted.entrySet())).mapToDouble(Sample::value).sum();
    }

    /** Values of a label in the samples of that name. */
    public Set<String> values(String name, String label) {
        Set<String> values = new TreeSet<>();
        samples.stream().filter(s -> s.name().equals(name) && s.labels().containsKey(label)).forEach(s -> values.add(s.labels().get(label)));
        return values;
    }

    /** Names of the labels of a family, but for the bound of a bucket. */
    public Set<String> labels(String family) {
        Set<String> names = new TreeSet<>();
        String histogram = types.get(family).equals("histogram") || types.get(family).equals("summary") ? "(_bucket|_count|_sum)?" : "";
        samples.stream().filter(s -> s.name().matches(Pattern.quote(family) + histogram)).forEach(s -> names.addAll(s.labels().keySet()));
        names.remove("le");
        return names;
    }
}
