package dev.dromon.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.event.EventFormat;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An event of a flow as it came from a topic. What else may be on a topic, requests of tasks and records of others, is none.
 *
 * @param object kind and namespace/name of the version that it is about
 */
record FeedEvent(CloudEvent event, String namespace, String app, String reason, String object) {

    /** It becomes a header of a request. */
    private static final Pattern ID = Pattern.compile("[!-~]{1,256}");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The event of a record in the terms of the format; empty when the record is none. Never throws. */
    static Optional<FeedEvent> read(ConsumerRecord<byte[], byte[]> record, EventFormat format) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            CloudEvent event = KafkaMessageFactory.createReader(record).toEvent();
            return told(event, format) ? of(event, JSON.readTree(event.getData().toBytes()), format) : Optional.empty();
        } catch (RuntimeException | IOException e) {
            // Whatever a reader makes of bytes that anybody may have written: it is no event of a flow.
            return Optional.empty();
        }
    }

    private static boolean told(CloudEvent event, EventFormat format) {
        boolean ours = format == EventFormat.CDEVENTS ? CDEventJson.MEDIA_TYPE.equals(event.getDataContentType())
                : FlowDataJson.MEDIA_TYPE.equals(event.getDataContentType()) && event.getDataSchema() != null && dev.dromon.event.CloudEvent.DATA_SCHEMA.equals(event.getDataSchema().toString());
        return ours && event.getData() != null && event.getTime() != null && ID.matcher(event.getId()).matches();
    }

    private static Optional<FeedEvent> of(CloudEvent event, JsonNode data, EventFormat format) {
        JsonNode told = format == EventFormat.CDEVENTS ? data.path("customData") : data;
        JsonNode object = told.path("object");
        if (!told.path("reason").isTextual() || !told.path("app").isTextual() || !object.path("namespace").isTextual()) {
            return Optional.empty();
        }
        String namespace = object.path("namespace").textValue();
        return Optional.of(new FeedEvent(event, namespace, told.path("app").textValue(), told.path("reason").textValue(), object.path("kind").asText() + " " + namespace + "/" + object.path("name").asText()));
    }
}
