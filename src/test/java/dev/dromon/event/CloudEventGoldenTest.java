package dev.dromon.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.sink.CloudEventEncoder;
import dev.dromon.sink.CloudEventSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event of every golden flow, as a receiver gets it. */
class CloudEventGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/FlowEvents");

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.dromon.event.FlowGoldenTest#cases")
    void dataOfEveryEventIsAsItsSchemaSays(String name) throws IOException {
        List<CloudEvent> events = new FlowPlay(FlowCase.read(GOLDEN.resolve(name).resolve("in-flow.yaml"))).play().flows().stream()
                .flatMap(flow -> CloudEvents.from(flow, 0, Naming.FLOW).stream()).toList();

        assertThat(events).hasSizeGreaterThan(10).allSatisfy(event -> assertThat(CloudEventSchema.problems(CloudEventEncoder.http(event, CloudEventEncoder.Mode.BINARY).body())).isEmpty());
    }
}
