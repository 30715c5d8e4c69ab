package dev.dromon.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.dromon.event.CDEvent;
import dev.dromon.event.CloudEvent;
import dev.dromon.kube.Times;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** A CDEvent as JSON, with the data of the CloudEvent as its custom data; what is empty is left out of the subject's content. Never throws. Rule: CDEvents 0.3.0, schemas. */
final class CDEventJson {

    /** Media type. Rule: CloudEvents binding for CDEvents, structured content mode. */
    static final String MEDIA_TYPE = "application/cdevents+json";

    private static final JsonFactory JSON = new JsonFactory();

    private CDEventJson() {
    }

    /** UTF-8. */
    static byte[] write(CloudEvent event, CDEvent told) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            context(json, event, told);
            subject(json, told);
            json.writeFieldName("customData");
            FlowDataJson.write(json, event.data());
            json.writeStringField("customDataContentType", FlowDataJson.MEDIA_TYPE);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void context(JsonGenerator json, CloudEvent event, CDEvent told) throws IOException {
        json.writeObjectFieldStart("context");
        json.writeStringField("version", CDEvent.SPECIFICATION);
        json.writeStringField("id", event.id());
        json.writeStringField("source", event.source());
        json.writeStringField("type", told.type());
        json.writeStringField("timestamp", Times.micros(event.time()));
        json.writeEndObject();
    }

    private static void subject(JsonGenerator json, CDEvent told) throws IOException {
        json.writeObjectFieldStart("subject");
        json.writeStringField("id", told.subjectId());
        json.writeStringField("type", told.subjectType());
        json.writeObjectFieldStart("content");
        texts(json, told.texts());
        for (Map.Entry<String, Map<String, String>> part : new TreeMap<>(told.parts()).entrySet()) {
            json.writeObjectFieldStart(part.getKey());
            texts(json, part.getValue());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** In the order of their names, so that the same fact told twice is the same text. */
    private static void texts(JsonGenerator json, Map<String, String> texts) throws IOException {
        for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
            if (!text.getValue().isEmpty()) {
                json.writeStringField(text.getKey(), text.getValue());
            }
        }
    }
}
