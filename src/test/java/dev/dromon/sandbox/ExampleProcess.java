package dev.dromon.sandbox;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The consumer of examples/http-consumer, run as its users run it; on a free port. */
final class ExampleProcess implements AutoCloseable {

    private static final Path CODE = Path.of("examples", "http-consumer", "consumer.py");
    private static final Pattern LISTENS = Pattern.compile("listening on (http://\\S+)");
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final Path output;
    private final Path errors;
    private final Process process;

    /** Starts it; what it keeps and writes is in the folder, which it may find as an earlier one has left it. */
    ExampleProcess(Path folder, String secret) {
        try {
            output = Files.createTempFile(folder, "output", ".txt");
            errors = Files.createTempFile(folder, "errors", ".txt");
            ProcessBuilder builder = new ProcessBuilder("python3", CODE.toString(), "--port", "0", "--database", folder.resolve("events.db").toString())
                    .redirectOutput(output.toFile()).redirectError(errors.toFile());
            builder.environment().put("SECRET", secret);
            process = started(builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process started(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError("expected the command python3 for " + CODE + ", found none that starts; install Python 3.8 or later", e);
        }
    }

    /** Where it listens; waits until it does. */
    URI address() {
        return await().atMost(BOUND).until(() -> written(output).map(LISTENS::matcher).filter(Matcher::matches).map(m -> URI.create(m.group(1))).findFirst(), found -> {
            if (found.isEmpty() && !process.isAlive()) {
                throw new AssertionError("the consumer has ended: " + errors());
            }
            return found.isPresent();
        }).orElseThrow();
    }

    /** What it has printed of each event. */
    List<String> events() {
        return written(output).filter(line -> !LISTENS.matcher(line).matches()).toList();
    }

    /** What it has complained about. */
    List<String> errors() {
        return written(errors).toList();
    }

    /** Waits for its end. */
    int exitCode() {
        return await().atMost(BOUND).until(() -> process.isAlive() ? -1 : process.exitValue(), code -> code >= 0);
    }

    private static Stream<String> written(Path file) {
        try {
            return Files.readString(file).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
