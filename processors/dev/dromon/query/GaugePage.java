package dev.dromon.query;

import java.util.LinkedHashMap;
import java.util.Map;

/** A page of gauges in Prometheus' text format, family by family. Rule: Prometheus exposition formats, text-based format. */
final class GaugePage {

    private final StringBuilder text = new StringBuilder();
    private String family = "";

    /** The samples that follow are of this family. */
    GaugePage family(String name, String help) {
        family = name;
        text.append("# HELP ").append(name).append(' ').append(help).append("\n# TYPE ").append(name).append(" gauge\n");
        return this;
    }

    /** One sample; the value is a number as Prometheus reads it. */
    void sample(Map<String, String> labels, String value) {
        text.append(family).append('{');
        boolean first = true;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            text.append(first ? "" : ",").append(label.getKey()).append("=\"").append(escaped(label.getValue())).append('"');
            first = false;
        }
        text.append("} ").append(value).append('\n');
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** Labels in their order: name, value, name, value. */
    static Map<String, String> labels(String... pairs) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            labels.put(pairs[i], pairs[i + 1]);
        }
        return labels;
    }

    String text() {
        return text.toString();
    }
}
