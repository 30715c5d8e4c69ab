package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.EventSink;
import dev.dromon.api.KeptnConfig;
import dev.dromon.api.KeptnConfigSpec;
import dev.dromon.api.KeptnTask;
import dev.dromon.gather.Traces;
import dev.dromon.sink.Collector;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Traces at an OpenTelemetry collector. */
class TraceTest extends FlowTest {

    private static final String LINKED = "11111111111111111111111111111111";

    private Collector collector;

    @BeforeEach
    void listen() {
        collector = new Collector();
    }

    @AfterEach
    void hangUp() {
        client.resources(EventSink.class).delete();
        eventually(() -> assertThat(client.resources(EventSink.class).list().getItems()).isEmpty());
        collector.close();
    }

    private String sink() {
        return """
                ---
                apiVersion: dromon.dev/v1alpha1
                kind: EventSink
                metadata: {name: traces}
                spec:
                  format: otlp
                  http: {url: "%s", allowLocalAddresses: true, timeout: 5s}
                  filter: {namespaces: [%s]}
                """.formatted(collector.url(), namespace);
    }

    private static String id(com.google.protobuf.ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    @Test
    void oneTraceTellsOfAnAppVersionAndItsWorkloadsAcrossARestart() {
        apply(sink(), Manifests.task("check", "hang"), Manifests.metric("load"), Manifests.evaluation("calm", "load", "<2"),
                Manifests.context("web", Map.of("postDeploymentEvaluations", "calm", "spanLinks", "00-" + LINKED + "-2222222222222222-01, nonsense")),
                Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check"));
        measure("load", "1");
        eventually(() -> assertThat(jobs()).hasSize(1));
        plane.stopRuntime();
        letJobsEnd();
        plane.start();
        app("web", "Succeeded");
        workload("web-web", "1.0", "Succeeded");

        String app = appVersions("web").get(0).getMetadata().getName();
        KeptnTask task = client.resources(KeptnTask.class).inNamespace(namespace).list().getItems().get(0);
        List<String> phases = List.of("AppPreDeployTasks", "AppPreDeployEvaluations", "AppDeploy", "AppPostDeployTasks", "AppPostDeployEvaluations", "PromotionTasks",
                "web-web/WorkloadPreDeployTasks", "web-web/WorkloadPreDeployEvaluations", "web-web/WorkloadDeploy", "web-web/WorkloadPostDeployTasks", "web-web/WorkloadPostDeployEvaluations");
        eventually(() -> assertThat(collector.spans()).extracting(Span::getName).containsAll(phases).contains(app, "web-web-1.0", task.getMetadata().getName()).hasSize(phases.size() + 4));
        assertThat(collector.refused()).isEmpty();
        assertThat(collector.spans()).extracting(s -> id(s.getTraceId())).containsOnly(id(collector.spans().get(0).getTraceId()));
        Map<String, Span> byId = collector.spans().stream().collect(Collectors.toMap(s -> id(s.getSpanId()), Function.identity()));
        Map<String, Span> byName = collector.spans().stream().collect(Collectors.toMap(Span::getName, Function.identity()));
        assertThat(byId.values()).filteredOn(s -> s.getParentSpanId().isEmpty()).extracting(Span::getName).containsExactly(app);
        assertThat(byId.values()).filteredOn(s -> !s.getParentSpanId().isEmpty()).allSatisfy(s -> {
            Span parent = byId.get(id(s.getParentSpanId()));
            assertThat(parent).as("parent of %s", s.getName()).isNotNull();
            assertThat(s.getStartTimeUnixNano()).isGreaterThanOrEqualTo(parent.getStartTimeUnixNano());
            assertThat(s.getEndTimeUnixNano()).isLessThanOrEqualTo(parent.getEndTimeUnixNano());
        });
        assertThat(id(byName.get("web-web-1.0").getParentSpanId())).isEqualTo(id(byName.get("AppDeploy").getSpanId()));
        assertThat(byName.get(app).getLinksList()).singleElement().satisfies(l -> assertThat(id(l.getTraceId())).isEqualTo(LINKED));
        Span ofTask = byName.get(task.getMetadata().getName());
        assertThat(task.getSpec().context.metadata).containsEntry(Traces.TRACEPARENT, "00-" + id(ofTask.getTraceId()) + "-" + id(ofTask.getSpanId()) + "-01");
    }

    @Test
    void theCollectorOfAKeptnConfigIsAnEventSinkThatGetsSpans() {
        KeptnConfig config = new KeptnConfig();
        config.setMetadata(new ObjectMetaBuilder().withName("config").withNamespace(ControlPlane.SYSTEM).build());
        config.setSpec(new KeptnConfigSpec());
        config.getSpec().otelCollectorUrl = "otel-collector.observability:4317";
        client.resource(config).create();
        try {
            eventually(() -> assertThat(client.resources(EventSink.class).withName("keptn-config-traces").get()).isNotNull().satisfies(s -> {
                assertThat(s.getSpec().http.url).isEqualTo("http://otel-collector.observability:4318/v1/traces");
                assertThat(s.getSpec().format).isEqualTo("otlp");
            }));
        } finally {
            client.resource(config).delete();
        }
        eventually(() -> assertThat(client.resources(EventSink.class).withName("keptn-config-traces").get()).isNull());
    }
}
