package dev.dromon.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.event.CloudEvent;
import dev.dromon.event.Flow;
import dev.dromon.event.FlowData;
import dev.dromon.event.FlowEvent;
import dev.dromon.event.Subject;
import dev.dromon.model.Level;
import dev.dromon.model.Severity;
import dev.dromon.model.State;
import io.cloudevents.core.message.MessageReader;
import io.cloudevents.http.HttpMessageFactory;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the CloudEvents SDK's own readers make of what is sent. */
class CloudEventEncoderTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.123456Z");

    static Stream<Arguments> hostile() {
        return Stream.of("plain", "a \"quoted\" one", "two\nlines\r\nInjected: yes", "ünïcödé ✓ 漢字 🚀", "100% +plus %41", "back\\slash \u0000 \u0007 \u2028 tab\t", "{\"json\": [1]}",
                "<script>&amp;'", "x".repeat(100 * 1024)).flatMap(text -> Stream.of(CloudEventEncoder.Mode.values())
                        .map(mode -> Arguments.of(Named.of(text.length() > 40 ? text.length() + " characters" : text.replaceAll("\\p{C}", "?"), text), mode)));
    }

    static CloudEvent event(String text) {
        Subject.Ref ref = new Subject.Ref("lifecycle.keptn.sh/v1", "KeptnAppVersion", "shop", "cart-1.0", "uid");
        Subject subject = new Subject(Level.APP, ref, ref, "cart", "", text);
        FlowEvent told = new FlowEvent("0123456789abcdef0123456789abcdef", "AppDeployStarted", false, text, ref, subject, "AppDeploy", TIME);
        FlowData.Check check = new FlowData.Check("pre-eval-a", Optional.of("a"), Optional.of(Severity.BLOCK), State.FAILED, text, TIME, Optional.of(TIME.plusSeconds(1)),
                List.of(new Flow.Measurement(text, text, text, "Failed", text)));
        FlowData data = new FlowData(told, Optional.of(State.PROGRESSING), Optional.of(text), List.of(check), Optional.of(Duration.ofMillis(5)), Duration.ofMillis(7), Map.of(key(text), text));
        return new CloudEvent(told.id(), "dev.dromon.appdeploy.started.v1", ref.path(), "cart/" + text, TIME, Map.of("sequence", "0000000001", "partitionkey", "shop/cart"), data);
    }

    /** Readers of JSON limit the length of names. */
    private static String key(String text) {
        return text.substring(0, Math.min(text.length(), 1024));
    }

    static io.cloudevents.CloudEvent received(CloudEventEncoder.Message message) {
        Map<String, String> headers = new LinkedHashMap<>();
        message.headers().forEach((name, value) -> headers.put(name, name.startsWith("ce-") ? URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8) : value));
        MessageReader reader = HttpMessageFactory.createReader(headers, message.body());
        return reader.toEvent();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void everyTextArrivesAsItIs(String text, CloudEventEncoder.Mode mode) throws IOException {
        io.cloudevents.CloudEvent event = received(CloudEventEncoder.http(event(text), mode));

        assertThat(event.getId()).isEqualTo("0123456789abcdef0123456789abcdef");
        assertThat(event.getSubject()).isEqualTo("cart/" + text);
        assertThat(event.getTime()).isEqualTo(TIME.atOffset(ZoneOffset.UTC));
        assertThat(event.getExtension("sequence")).isEqualTo("0000000001");
        assertThat(event.getExtension("partitionkey")).isEqualTo("shop/cart");
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(event.getDataSchema()).hasToString(CloudEvent.DATA_SCHEMA);
        assertThat(event.getExtensionNames()).containsExactlyInAnyOrder("sequence", "partitionkey");
        JsonNode data = new ObjectMapper().readTree(event.getData().toBytes());
        assertThat(data.path("version").textValue()).isEqualTo(text);
        assertThat(data.path("previousVersion").textValue()).isEqualTo(text);
        assertThat(data.path("checks").path(0).path("message").textValue()).isEqualTo(text);
        assertThat(data.path("checks").path(0).path("measurements").path(0).path("value").textValue()).isEqualTo(text);
        assertThat(data.path("metadata").path(key(text)).textValue()).isEqualTo(text);
        assertThat(CloudEventSchema.problems(event.getData().toBytes())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void noTextReachesAHeaderUnencoded(String text, CloudEventEncoder.Mode mode) {
        Map<String, String> headers = CloudEventEncoder.http(event(text), mode).headers();

        assertThat(headers.keySet()).allMatch(name -> name.matches("ce-[a-z]+|[Cc]ontent-[Tt]ype"));
        assertThat(headers).allSatisfy((name, value) -> assertThat(value).matches("[\\x21-\\x7e]+"));
    }

    @Test
    void structuredIsOneJsonDocumentAndBinaryHasItsAttributesInHeaders() {
        CloudEventEncoder.Message structured = CloudEventEncoder.http(event("1.0"), CloudEventEncoder.Mode.STRUCTURED);
        CloudEventEncoder.Message binary = CloudEventEncoder.http(event("1.0"), CloudEventEncoder.Mode.BINARY);

        assertThat(structured.headers()).containsExactly(Map.entry("Content-Type", "application/cloudevents+json"));
        assertThat(binary.headers()).containsEntry("ce-id", "0123456789abcdef0123456789abcdef").containsEntry("ce-specversion", "1.0").containsEntry("ce-subject", "cart/1.0")
                .containsKeys("ce-type", "ce-source", "ce-time", "ce-dataschema", "ce-sequence", "ce-partitionkey");
    }

    @Test
    void theSchemaRefusesWhatIsNotAnEvent() {
        assertThat(CloudEventSchema.problems("{\"app\": 1, \"colour\": \"red\"}".getBytes(StandardCharsets.UTF_8))).isNotEmpty();
    }
}
