package dev.dromon.telemetry;

import dev.dromon.act.Sinks;
import dev.dromon.http.Reply;
import dev.dromon.http.Request;
import dev.dromon.http.Responder;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.KubeComponent;
import dev.dromon.sink.EventSinks;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Answers with all metrics as they are now, in Prometheus' text format, or in that of OpenMetrics for who accepts it. */
public final class MetricsResponder implements Responder {

    private final PrometheusMeterRegistry registry;
    private final StateMeters state;

    /**
     * What is looked at when somebody asks.
     *
     * @param component the routes and their queues
     * @param caches    what is known of the cluster
     * @param sinks     which sinks there are
     * @param served    those that this replica serves
     */
    public record Source(KubeComponent component, KubeCaches caches, Sinks sinks, EventSinks served) {
    }

    /** Tells what the telemetry counts, and how the source is. */
    public MetricsResponder(Telemetry telemetry, Source source) {
        this.registry = telemetry.registry();
        this.state = new StateMeters(registry, source, telemetry.deliveries());
    }

    @Override
    public synchronized Reply reply(Request request) throws IOException {
        String accepted = String.join(",", request.headers().getOrDefault("Accept", List.of()));
        boolean open = new OpenMetricsTextFormatWriter(false, true).accepts(accepted);
        String type = open ? OpenMetricsTextFormatWriter.CONTENT_TYPE : PrometheusTextFormatWriter.CONTENT_TYPE;
        state.refresh();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        registry.scrape(text, type);
        return new Reply(200, type, Map.of("Cache-Control", "no-store"), text.toByteArray());
    }
}
