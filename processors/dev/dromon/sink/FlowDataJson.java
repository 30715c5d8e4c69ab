package dev.dromon.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.dromon.event.Flow;
import dev.dromon.event.FlowData;
import dev.dromon.event.FlowEvent;
import dev.dromon.event.Subject;
import dev.dromon.kube.Times;
import dev.dromon.model.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;

/** The data of a CloudEvent as JSON; what is absent or empty is left out. Schema: src/main/resources/schemas/flow-event.v1.json. Never throws. */
final class FlowDataJson {

    /** Media type. */
    static final String MEDIA_TYPE = "application/json";

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;

    private FlowDataJson(JsonGenerator json) {
        this.json = json;
    }

    /** UTF-8. */
    static byte[] write(FlowData data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            write(json, data);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** As the next value of a document. */
    static void write(JsonGenerator json, FlowData data) throws IOException {
        new FlowDataJson(json).data(data);
    }

    private void data(FlowData data) throws IOException {
        FlowEvent event = data.event();
        Subject subject = event.subject();
        json.writeStartObject();
        text("app", subject.app());
        text("workload", subject.workload());
        text("version", subject.version());
        text("previousVersion", data.previousVersion().orElse(""));
        text("reason", event.reason());
        text("severity", event.warning() ? "warning" : "normal");
        text("phase", event.phase());
        text("state", data.state().map(s -> s.wire()).orElse(""));
        text("message", event.message());
        durations(data);
        if (!data.checks().isEmpty()) {
            json.writeArrayFieldStart("checks");
            for (FlowData.Check check : data.checks()) {
                check(check);
            }
            json.writeEndArray();
        }
        if (!data.metadata().isEmpty()) {
            json.writeObjectFieldStart("metadata");
            for (Map.Entry<String, String> entry : data.metadata().entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        }
        object(subject.self());
        json.writeEndObject();
    }

    private void durations(FlowData data) throws IOException {
        json.writeObjectFieldStart("durations");
        json.writeNumberField("runMillis", millis(data.runLasted()));
        if (data.phaseLasted().isPresent()) {
            json.writeNumberField("phaseMillis", millis(data.phaseLasted().get()));
        }
        json.writeEndObject();
    }

    private void check(FlowData.Check check) throws IOException {
        json.writeStartObject();
        text("name", check.name());
        text("definition", check.definition().orElse(""));
        text("severity", check.severity().map(Severity::wire).orElse(""));
        text("state", check.state().wire());
        text("message", check.message());
        text("startTime", Times.micros(check.start()));
        if (check.end().isPresent()) {
            text("endTime", Times.micros(check.end().get()));
            json.writeNumberField("millis", millis(Duration.between(check.start(), check.end().get())));
        }
        if (!check.measurements().isEmpty()) {
            json.writeArrayFieldStart("measurements");
            for (Flow.Measurement found : check.measurements()) {
                measurement(found);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void measurement(Flow.Measurement found) throws IOException {
        json.writeStartObject();
        text("metric", found.metric());
        text("value", found.value());
        text("target", found.target());
        text("outcome", found.outcome());
        text("message", found.message());
        json.writeEndObject();
    }

    private void object(Subject.Ref ref) throws IOException {
        json.writeObjectFieldStart("object");
        text("apiVersion", ref.apiVersion());
        text("kind", ref.kind());
        text("namespace", ref.namespace());
        text("name", ref.name());
        text("uid", ref.uid());
        text("path", ref.path());
        json.writeEndObject();
    }

    private void text(String field, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(field, value);
        }
    }

    private static long millis(Duration duration) {
        return Math.max(0, duration.toMillis());
    }
}
