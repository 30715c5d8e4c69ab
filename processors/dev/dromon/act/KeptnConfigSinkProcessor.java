package dev.dromon.act;

import dev.dromon.api.EventSink;
import dev.dromon.api.EventSinkSpec;
import dev.dromon.api.HttpSinkSpec;
import dev.dromon.gather.SettingsReader;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Whatever the body is: makes the EventSinks that {@code cloudEventsEndpoint} and {@code OTelCollectorUrl} of the KeptnConfig ask for, gives them another address when that
 * changes, and deletes them when nobody asks for them any more. An EventSink of such a name that somebody else made is left alone.
 */
public final class KeptnConfigSinkProcessor implements Processor {

    /** Names of those EventSinks. */
    public static final Set<String> NAMES = Set.of("keptn-config", "keptn-config-traces");

    private static final Map<String, String> OURS = Map.of("app.kubernetes.io/managed-by", "dromon");

    private final ClusterWriter writer;
    private final SettingsReader settings;
    private final KindCache<EventSink> sinks;

    /** Writes through the writer. */
    public KeptnConfigSinkProcessor(ClusterWriter writer, SettingsReader settings, KubeCaches caches) {
        this.writer = writer;
        this.settings = settings;
        this.sinks = caches.of(EventSink.class);
    }

    @Override
    public void process(Exchange exchange) {
        follow("keptn-config", "cloudevents", settings.cloudEventsEndpoint());
        follow("keptn-config-traces", "otlp", settings.spans());
    }

    private void follow(String name, String format, Optional<String> wanted) {
        Optional<EventSink> there = sinks.get("", name);
        if (there.isEmpty()) {
            wanted.ifPresent(url -> create(name, format, url));
        } else if (ours(there.get()) && wanted.isEmpty()) {
            writer.delete(there.get());
        } else if (ours(there.get()) && !is(there.get().getSpec(), wanted.get())) {
            update(name, wanted.get());
        }
    }

    private static boolean ours(EventSink sink) {
        Map<String, String> labels = sink.getMetadata().getLabels();
        return labels != null && labels.entrySet().containsAll(OURS.entrySet());
    }

    private static boolean is(EventSinkSpec spec, String url) {
        return spec.kafka == null && spec.http != null && url.equals(spec.http.url);
    }

    private void create(String name, String format, String url) {
        EventSink sink = new EventSink();
        sink.setMetadata(new ObjectMetaBuilder().withName(name).withLabels(OURS).build());
        sink.setSpec(new EventSinkSpec());
        sink.getSpec().format = format;
        sink.getSpec().http = new HttpSinkSpec();
        sink.getSpec().http.url = url;
        writer.create(sink);
    }

    private void update(String name, String url) {
        writer.reread(EventSink.class, name).ifPresent(sink -> {
            sink.getSpec().http = Optional.ofNullable(sink.getSpec().http).orElseGet(HttpSinkSpec::new);
            sink.getSpec().http.url = url;
            sink.getSpec().kafka = null;
            writer.update(sink);
        });
    }
}
