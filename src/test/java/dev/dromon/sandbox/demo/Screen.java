package dev.dromon.sandbox.demo;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the demo writes: lines with a time and a tree in front, coloured where somebody looks at a terminal. */
public final class Screen {

    /** What a line tells, and so its colour. */
    enum Tone {
        PLAIN(""), HEADING("1"), FAINT("2"), GOOD("32"), BAD("31"), NOTICE("33");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    private static final int WIDTH = 118;
    private static final Map<String, String> ASCII = Map.of("├─", "|-", "└─", "`-", "│", "|", "✓", "ok", "✗", "FAILED");

    private final PrintStream out;
    private final boolean colours;
    private final boolean ascii;

    /** A screen on a stream; without UTF-8 the tree is drawn in ASCII. */
    public Screen(PrintStream out, boolean colours, boolean utf8) {
        this.out = out;
        this.colours = colours;
        this.ascii = !utf8;
    }

    /** Standard output: colours on a terminal unless NO_COLOR is set or TERM is dumb, UTF-8 when the locale has it. */
    public static Screen standard(Map<String, String> environment) {
        boolean terminal = System.console() != null && !"dumb".equals(environment.get("TERM")) && environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean utf8 = "UTF-8".equalsIgnoreCase(System.getProperty("native.encoding"));
        return new Screen(new PrintStream(System.out, true, StandardCharsets.UTF_8), terminal, utf8);
    }

    /** A line of its own. */
    void line(String text, Tone tone) {
        out.println(coloured(drawable(text), tone));
        out.flush();
    }

    /** A line of the tree, with the time since the start in front. */
    void at(Duration time, String tree, String text, Tone tone) {
        out.println(coloured(seconds(time) + " s", Tone.FAINT) + "  " + drawable(tree) + coloured(drawable(text), tone));
        out.flush();
    }

    /** A text that may be long, broken between words, each line indented. */
    void paragraph(String indent, String text, Tone tone) {
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.split(" ")) {
            if (line.length() > indent.length() && line.length() + word.length() + 1 > WIDTH) {
                line(line.toString(), tone);
                line = new StringBuilder(indent);
            }
            line.append(line.length() > indent.length() ? " " : "").append(word);
        }
        line(line.toString(), tone);
    }

    /** Rows under each other, the first one as heading. */
    void table(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (int r = 0; r < rows.size(); r++) {
            StringBuilder line = new StringBuilder("  ");
            for (int i = 0; i < rows.get(r).size(); i++) {
                line.append(String.format(Locale.ROOT, (i == 0 ? "%-" : "  %") + widths[i] + "s", rows.get(r).get(i)));
            }
            line(line.toString().stripTrailing(), r == 0 ? Tone.FAINT : Tone.PLAIN);
        }
    }

    /** Seconds with two decimals, seven characters wide. */
    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%7.2f", time.toNanos() / 1e9);
    }

    private String drawable(String text) {
        String result = text;
        if (ascii) {
            for (Map.Entry<String, String> sign : ASCII.entrySet()) {
                result = result.replace(sign.getKey(), sign.getValue());
            }
        }
        return result;
    }

    private String coloured(String text, Tone tone) {
        return colours && !tone.code.isEmpty() ? "\u001b[" + tone.code + "m" + text + "\u001b[0m" : text;
    }
}
