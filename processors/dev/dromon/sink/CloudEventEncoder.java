package dev.dromon.sink;

import dev.dromon.event.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.MessageWriter;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** CloudEvents, and CDEvents as such, as HTTP messages, by the CloudEvents SDK; spans by OTLP. Never throws. Rules: CloudEvents HTTP protocol binding 1.0, section 3; CloudEvents binding for CDEvents. */
public final class CloudEventEncoder {

    /** How an event is laid out in a message. */
    public enum Mode {
        /** One JSON document, {@code application/cloudevents+json}. */
        STRUCTURED,
        /** Attributes in {@code ce-} headers, data as the body. */
        BINARY
    }

    /** A message. Header values are printable ASCII. */
    public record Message(Map<String, String> headers, byte[] body) {
    }

    private static final String ATTRIBUTE = "ce-";

    private CloudEventEncoder() {
    }

    /** The message that carries the event; one that is told as the end of a span carries that and no CloudEvent, and has no mode. */
    public static Message http(CloudEvent event, Mode mode) {
        return event.span().map(span -> new Message(Map.of("content-type", SpanJson.MEDIA_TYPE), SpanJson.write(event, span))).orElseGet(() -> http(sdk(event), mode));
    }

    /** The same for an event in the SDK's own type. */
    static Message http(io.cloudevents.CloudEvent event, Mode mode) {
        Map<String, String> headers = new LinkedHashMap<>();
        byte[][] body = {new byte[0]};
        MessageWriter<?, ?> writer = HttpMessageFactory.createWriter((name, value) -> headers.put(name, header(name, value)), bytes -> body[0] = bytes);
        if (mode == Mode.BINARY) {
            writer.writeBinary(event);
        } else {
            writer.writeStructured(event, new JsonFormat());
        }
        return new Message(headers, body[0]);
    }

    /** The event in the SDK's own type. */
    static io.cloudevents.CloudEvent sdk(CloudEvent event) {
        CloudEventBuilder builder = CloudEventBuilder.v1().withId(event.id()).withType(event.type()).withSource(URI.create(event.source())).withSubject(event.subject())
                .withTime(event.time().atOffset(ZoneOffset.UTC));
        event.cdEvent().ifPresentOrElse(told -> builder.withData(CDEventJson.MEDIA_TYPE, CDEventJson.write(event, told)),
                () -> builder.withData(FlowDataJson.MEDIA_TYPE, URI.create(CloudEvent.DATA_SCHEMA), FlowDataJson.write(event.data())));
        event.extensions().forEach(builder::withExtension);
        return builder.build();
    }

    /** The SDK writes values as they are; the binding wants all but printable ASCII, and the quote, the percent sign and blanks, percent-encoded (section 3.1.3.2). */
    private static String header(String name, String value) {
        if (!name.startsWith(ATTRIBUTE)) {
            return value;
        }
        StringBuilder encoded = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > ' ' && b < 0x7f && b != '"' && b != '%';
            encoded.append(plain ? Character.toString(b) : String.format(Locale.ROOT, "%%%02X", b & 0xff));
        }
        return encoded.toString();
    }
}
