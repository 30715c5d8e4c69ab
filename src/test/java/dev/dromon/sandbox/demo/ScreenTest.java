package dev.dromon.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.sandbox.demo.Screen.Tone;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

    @Test
    void treeIsDrawnInAsciiWithoutUtf8() {
        new Screen(out, false, false).at(Duration.ofMillis(1234), "├─ ", "✓ check", Tone.GOOD);
        assertThat(lines()).containsExactly("   1.23 s  |- ok check");
    }

    @Test
    void coloursEndOnTheirLine() {
        new Screen(out, true, true).line("text", Tone.BAD);
        assertThat(lines()).containsExactly("\u001b[31mtext\u001b[0m");
    }

    @Test
    void paragraphBreaksBetweenWordsAndKeepsItsIndent() {
        new Screen(out, false, true).paragraph("    ", "word ".repeat(60).trim(), Tone.PLAIN);
        assertThat(lines()).hasSize(3).allSatisfy(line -> assertThat(line).startsWith("    word").endsWith("word").hasSizeLessThanOrEqualTo(118));
    }

    @Test
    void columnsOfATableLineUp() {
        new Screen(out, false, true).table(List.of(List.of("a", "b"), List.of("long", "1.00")));
        assertThat(lines()).containsExactly("  a        b", "  long  1.00");
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
