package dev.dromon.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.event.CDEvent;
import dev.dromon.event.CloudEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the CloudEvents SDK's own readers, and the schemas of CDEvents, make of a CDEvent that is sent. */
class CDEventEncoderTest {

    static CloudEvent event(String text) {
        CloudEvent plain = CloudEventEncoderTest.event(text);
        CDEvent told = new CDEvent("dev.cdevents.taskrun.finished.0.1.1", "taskRun", "/tasks/" + text, Map.of("taskName", text, "outcome", "failure", "errors", text),
                Map.of("pipelineRun", Map.of("id", text, "source", plain.source())));
        return new CloudEvent(plain.id(), told.type(), plain.source(), told.subjectId(), plain.time(), plain.extensions(), plain.data(), Optional.of(told), Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("dev.dromon.sink.CloudEventEncoderTest#hostile")
    void everyTextArrivesAsItIs(String text, CloudEventEncoder.Mode mode) throws IOException {
        io.cloudevents.CloudEvent event = CloudEventEncoderTest.received(CloudEventEncoder.http(event(text), mode));

        assertThat(CDEventSchema.problems(event.getData().toBytes())).isEmpty();
        JsonNode document = new ObjectMapper().readTree(event.getData().toBytes());
        assertThat(document.path("context").path("version").textValue()).isEqualTo("0.3.0");
        assertThat(document.path("subject").path("content").path("errors").textValue()).isEqualTo(text);
        assertThat(document.path("subject").path("content").path("pipelineRun").path("id").textValue()).isEqualTo(text);
        assertThat(document.path("customData").path("previousVersion").textValue()).isEqualTo(text);
        assertThat(CloudEventSchema.problems(document.path("customData").toString().getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.dromon.sink.CloudEventEncoderTest#hostile")
    void attributesAreTheContextAndTheSubjectId(String text, CloudEventEncoder.Mode mode) throws IOException {
        io.cloudevents.CloudEvent event = CloudEventEncoderTest.received(CloudEventEncoder.http(event(text), mode));

        JsonNode context = new ObjectMapper().readTree(event.getData().toBytes()).path("context");
        assertThat(event.getId()).isEqualTo(context.path("id").textValue());
        assertThat(event.getType()).isEqualTo(context.path("type").textValue()).isEqualTo("dev.cdevents.taskrun.finished.0.1.1");
        assertThat(event.getSource()).hasToString(context.path("source").textValue());
        assertThat(event.getTime()).isEqualTo(context.path("timestamp").textValue());
        assertThat(event.getSubject()).isEqualTo("/tasks/" + text);
        assertThat(event.getDataContentType()).isEqualTo("application/cdevents+json");
        assertThat(event.getDataSchema()).isNull();
        assertThat(event.getExtensionNames()).containsExactlyInAnyOrder("sequence", "partitionkey");
    }

    @Test
    void theSchemasRefuseWhatIsNoCDEvent() {
        String lacking = "{\"context\": {\"version\": \"0.3.0\", \"id\": \"1\", \"source\": \"/a\", \"type\": \"dev.cdevents.taskrun.finished.0.1.1\"}, \"subject\": {}}";

        assertThat(CDEventSchema.problems(lacking.getBytes(StandardCharsets.UTF_8))).isNotEmpty();
        assertThat(CDEventSchema.problems(lacking.replace("taskrun.finished", "taskrun.eaten").getBytes(StandardCharsets.UTF_8))).isNotEmpty();
    }
}
