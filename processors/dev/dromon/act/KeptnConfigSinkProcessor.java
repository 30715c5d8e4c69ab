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
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Whatever the body is: makes the EventSink that {@code cloudEventsEndpoint} of the KeptnConfig asks for, gives it another address when that changes, and deletes it
 * when nobody asks for it any more. An EventSink of that name that somebody else made is left alone.
 */
public final class KeptnConfigSinkProcessor implements Processor {

    /** Name of that EventSink. */
    public static final String NAME = "keptn-config";

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
        Optional<String> wanted = settings.cloudEventsEndpoint();
        Optional<EventSink> there = sinks.get("", NAME);
        if (there.isEmpty()) {
            wanted.ifPresent(this::create);
        } else if (ours(there.get()) && wanted.isEmpty()) {
            writer.delete(there.get());
        } else if (ours(there.get()) && !is(there.get().getSpec(), wanted.get())) {
            update(wanted.get());
        }
    }

    private static boolean ours(EventSink sink) {
        Map<String, String> labels = sink.getMetadata().getLabels();
        return labels != null && labels.entrySet().containsAll(OURS.entrySet());
    }

    private static boolean is(EventSinkSpec spec, String url) {
        return spec.kafka == null && spec.http != null && url.equals(spec.http.url);
    }

    private void create(String url) {
        EventSink sink = new EventSink();
        sink.setMetadata(new ObjectMetaBuilder().withName(NAME).withLabels(OURS).build());
        sink.setSpec(new EventSinkSpec());
        sink.getSpec().http = new HttpSinkSpec();
        sink.getSpec().http.url = url;
        writer.create(sink);
    }

    private void update(String url) {
        writer.reread(EventSink.class, NAME).ifPresent(sink -> {
            sink.getSpec().http = Optional.ofNullable(sink.getSpec().http).orElseGet(HttpSinkSpec::new);
            sink.getSpec().http.url = url;
            sink.getSpec().kafka = null;
            writer.update(sink);
        });
    }
}
