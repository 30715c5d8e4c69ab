package dev.dromon.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.dromon.http.Reply;
import dev.dromon.http.Request;
import dev.dromon.http.Responder;
import dev.dromon.sink.CloudEventEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Answers with a page of events. Rule: docs/reference/events-api.md. */
final class EventsResponder implements Responder {

    private static final JsonFactory JSON = new JsonFactory();

    private final EventAccess access;
    private final EventLog log;
    private final EventReader reader;

    /** Reads the log for those who have access. */
    EventsResponder(EventAccess access, EventLog log, EventReader reader) {
        this.access = access;
        this.log = log;
        this.reader = reader;
    }

    @Override
    public Reply reply(Request request) throws IOException, InterruptedException {
        Optional<Reply> nobody = access.withoutToken(request);
        if (nobody.isPresent()) {
            return nobody.get();
        }
        try {
            EventQuery query = EventQuery.ofPage(request);
            EventSelection selection = access.within(query.selection());
            Optional<Reply> refusal = access.refusal(request.bearer().orElseThrow(), selection);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            return log.complete() ? page(reader.read(query.since().orElse(Cursor.START), selection, query.limit()))
                    : EventAccess.unavailable("not all versions have been read yet");
        } catch (EventQuery.InvalidQueryException e) {
            return Reply.problem(400, "Bad Request", e.getMessage());
        }
    }

    private static Reply page(EventReader.Page page) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("events");
            for (EventReader.Told told : page.events()) {
                json.writeRawValue(json(told));
            }
            json.writeEndArray();
            json.writeStringField("next", page.next().text());
            json.writeBooleanField("more", page.more());
            json.writeEndObject();
        }
        return new Reply(200, "application/json", Map.of("Cache-Control", "no-store"), bytes.toByteArray());
    }

    /** The event as one line of JSON. */
    static String json(EventReader.Told told) {
        return new String(CloudEventEncoder.http(told.event(), CloudEventEncoder.Mode.STRUCTURED).body(), StandardCharsets.UTF_8);
    }
}
