package dev.dromon.sink;

import dev.dromon.event.FlowEvent;
import dev.dromon.event.Subject;
import dev.dromon.kube.ApiFailure;
import dev.dromon.kube.Times;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Body {@link FlowEvent} as a Kubernetes Event (core/v1). Its name is a function of the event's id, so that the same fact told twice is one Event; none is dropped or
 * merged. A namespace that is going away takes no Events: that is not an error.
 */
public final class KubernetesEventSink implements Processor {

    /** Name of this sink in the counters of a status. */
    public static final String NAME = "kubernetes";

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesEventSink.class);
    private static final String COMPONENT = "dromon.dev/runtime";
    private static final int NAME_LENGTH = 253;
    private static final int NAME_HASH = 16;

    private final KubernetesClient client;
    private final String instance;

    /** Events name the instance as their reporter. */
    public KubernetesEventSink(KubernetesClient client, String instance) {
        this.client = client;
        this.instance = instance;
    }

    @Override
    public void process(Exchange exchange) {
        FlowEvent event = exchange.getMessage().getBody(FlowEvent.class);
        try {
            client.resource(event(event)).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                LOG.debug("told before reason={} id={}", event.reason(), event.id());
            } else if (ApiFailure.namespaceGone(e)) {
                LOG.debug("the namespace is going away, it takes no events namespace={} reason={}", event.regarding().namespace(), event.reason());
            } else {
                throw e;
            }
        }
    }

    private Event event(FlowEvent event) {
        Subject.Ref on = event.regarding();
        String time = Times.micros(event.time());
        return new EventBuilder().withNewMetadata().withName(name(event)).withNamespace(on.namespace()).withAnnotations(annotations(event)).endMetadata()
                .withType(event.warning() ? "Warning" : "Normal").withReason(event.reason()).withMessage(event.message()).withAction(event.phase().isEmpty() ? "Reconcile" : event.phase())
                .withNewInvolvedObject().withApiVersion(on.apiVersion()).withKind(on.kind()).withNamespace(on.namespace()).withName(on.name()).withUid(on.uid()).endInvolvedObject()
                .withReportingComponent(COMPONENT).withReportingInstance(instance).withNewSource().withComponent(COMPONENT).endSource()
                .withEventTime(new MicroTime(time)).withFirstTimestamp(time).withLastTimestamp(time).withCount(1).build();
    }

    private static Map<String, String> annotations(FlowEvent event) {
        return Map.of("dromon.dev/event-id", event.id(), "dromon.dev/app", event.subject().app(), "dromon.dev/workload", event.subject().workload(), "dromon.dev/version",
                event.subject().version());
    }

    private static String name(FlowEvent event) {
        String object = event.regarding().name();
        int room = NAME_LENGTH - NAME_HASH - 1;
        return (object.length() <= room ? object : object.substring(0, room)) + "." + event.id().substring(0, NAME_HASH);
    }
}
