package dev.dromon.sandbox.controller;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Writes core/v1 Events as the controllers of Kubernetes do; unlike many of those with eventTime, in microseconds. Not thread-safe. */
final class Recorder {

    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final KubernetesClient client;
    private long count;

    Recorder(KubernetesClient client) {
        this.client = client;
    }

    void normal(HasMetadata regarding, String component, String reason, String message) {
        record(regarding, component, "Normal", reason, message);
    }

    void warning(HasMetadata regarding, String component, String reason, String message) {
        record(regarding, component, "Warning", reason, message);
    }

    private void record(HasMetadata regarding, String component, String type, String reason, String message) {
        Instant now = Instant.now();
        String namespace = regarding.getMetadata().getNamespace();
        String seconds = now.truncatedTo(ChronoUnit.SECONDS).toString();
        client.v1().events().inNamespace(namespace).resource(new EventBuilder()
                .withNewMetadata().withName(regarding.getMetadata().getName() + ".sandbox" + Long.toHexString(++count)).withNamespace(namespace).endMetadata()
                .withNewInvolvedObject().withApiVersion(regarding.getApiVersion()).withKind(regarding.getKind()).withNamespace(namespace)
                .withName(regarding.getMetadata().getName()).withUid(regarding.getMetadata().getUid()).endInvolvedObject()
                .withType(type).withReason(reason).withMessage(message).withEventTime(new MicroTime(MICROS.format(now)))
                .withFirstTimestamp(seconds).withLastTimestamp(seconds).withCount(1).withAction(reason)
                .withReportingComponent(component).withReportingInstance("sandbox").withNewSource().withComponent(component).endSource().build()).create();
    }
}
