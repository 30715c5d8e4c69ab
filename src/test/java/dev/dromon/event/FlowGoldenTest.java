package dev.dromon.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.model.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole flows: every folder has what happens in {@code in-flow.yaml} and every event of it in {@code out-events.txt}. Adding a case is adding a folder. */
class FlowGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/FlowEvents");

    static Stream<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(GOLDEN)) {
            return folders.filter(Files::isDirectory).map(f -> f.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void tellsTheWholeFlow(String name) throws IOException {
        FlowCase told = FlowCase.read(GOLDEN.resolve(name).resolve("in-flow.yaml"));

        List<String> events = new FlowPlay(told).play().events(Naming.FLOW).stream().map(FlowGoldenTest::line).toList();

        assertThat(String.join("\n", events)).isEqualTo(Files.readString(GOLDEN.resolve(name).resolve("out-events.txt")).strip());
    }

    private static String line(FlowEvent event) {
        String indent = event.subject().level() == Level.WORKLOAD ? "  " : "";
        return indent + event.reason() + " " + (event.warning() ? "Warning" : "Normal") + " " + event.regarding().kind() + " | " + event.message();
    }
}
