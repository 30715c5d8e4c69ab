package dev.dromon.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a command to its end. */
final class Shell {

    private Shell() {
    }

    /** What the command printed; an end other than 0 is an error that shows it. */
    static String run(List<String> command) {
        try {
            Path output = Files.createTempFile("dromon-bench.", ".out");
            int code = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start().waitFor();
            String text = Files.readString(output);
            Files.delete(output);
            if (code != 0) {
                throw new IllegalStateException("expected " + String.join(" ", command) + " to end with 0, found " + code + ": " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
