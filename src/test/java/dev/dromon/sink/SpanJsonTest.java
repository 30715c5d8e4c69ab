package dev.dromon.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.event.CloudEvent;
import dev.dromon.event.FlowData;
import dev.dromon.event.FlowEvent;
import dev.dromon.event.Span;
import dev.dromon.event.SpanContext;
import dev.dromon.event.Subject;
import dev.dromon.model.Level;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanJsonTest {

    private static final Instant T0 = Instant.parse("2026-01-02T03:04:05.000001Z");
    private static final SpanContext CONTEXT = SpanContext.parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").orElseThrow();
    private static final SpanContext OTHER = SpanContext.parse("00-11111111111111111111111111111111-2222222222222222-00").orElseThrow();

    private static CloudEvent event(String text) {
        Subject.Ref ref = new Subject.Ref("lifecycle.keptn.sh/v1", "KeptnAppVersion", "shop", "cart-1.0", "uid");
        FlowEvent told = new FlowEvent("0".repeat(32), "AppDeployErrored", true, text, ref, new Subject(Level.APP, ref, ref, "cart", "", "1.0"), "AppDeploy", T0.plusSeconds(2));
        FlowData data = new FlowData(told, Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Duration.ZERO, Map.of());
        return new CloudEvent(told.id(), "type", "/source", "subject", told.time(), Map.of(), data);
    }

    private static io.opentelemetry.proto.trace.v1.Span read(Span span, String text) throws IOException {
        ResourceSpans resource = Collector.parse(new String(SpanJson.write(event(text), span), StandardCharsets.UTF_8)).getResourceSpans(0);
        assertThat(resource.getResource().getAttributesList()).extracting(a -> a.getKey() + "=" + a.getValue().getStringValue()).containsExactly("service.name=dromon");
        return resource.getScopeSpans(0).getSpans(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "quotes \" and \\ and\nlines", "naïve 日本 🚀", "</script>"})
    void aSpanIsReadBackByTheDefinitionsOfItsProtocol(String text) throws IOException {
        Span span = new Span(CONTEXT, Optional.of("aaaaaaaaaaaaaaaa"), text, T0, T0.plusSeconds(2), true, text, Map.of("key " + text, text), List.of(OTHER));

        io.opentelemetry.proto.trace.v1.Span read = read(span, text);

        assertThat(HexFormat.of().formatHex(read.getTraceId().toByteArray())).isEqualTo(CONTEXT.traceId());
        assertThat(HexFormat.of().formatHex(read.getSpanId().toByteArray())).isEqualTo(CONTEXT.spanId());
        assertThat(HexFormat.of().formatHex(read.getParentSpanId().toByteArray())).isEqualTo("aaaaaaaaaaaaaaaa");
        assertThat(read.getName()).isEqualTo(text);
        assertThat(read.getStartTimeUnixNano()).isEqualTo(T0.getEpochSecond() * 1_000_000_000L + 1000);
        assertThat(read.getEndTimeUnixNano() - read.getStartTimeUnixNano()).isEqualTo(2_000_000_000L);
        assertThat(read.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(read.getStatus().getMessage()).isEqualTo(text);
        assertThat(read.getAttributesList()).singleElement().satisfies(a -> assertThat(a.getValue().getStringValue()).isEqualTo(text));
        assertThat(read.getEventsList()).singleElement().satisfies(e -> assertThat(e.getName()).isEqualTo("AppDeployErrored"));
        assertThat(read.getLinksList()).singleElement().satisfies(l -> assertThat(HexFormat.of().formatHex(l.getTraceId().toByteArray())).isEqualTo(OTHER.traceId()));
    }

    @Test
    void aSpanThatBeginsATraceHasNoParent() throws IOException {
        io.opentelemetry.proto.trace.v1.Span read = read(new Span(CONTEXT, Optional.empty(), "cart-1.0", T0, T0, false, "", Map.of(), List.of()), "");

        assertThat(read.getParentSpanId().isEmpty()).isTrue();
        assertThat(read.getStatus()).isEqualTo(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_OK).build());
    }
}
