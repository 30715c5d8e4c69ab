package dev.dromon.hook;

import dev.dromon.api.WebhookTrigger;
import dev.dromon.api.WebhookTriggerStatus;
import dev.dromon.hook.WebhookTriggers.Served;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.kube.SecretReader.UnusableSecret;
import dev.dromon.kube.Times;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body {@link WebhookTrigger}: writes whether deliveries are taken, when that has changed. Deliveries themselves write nothing here. The body stays. */
public final class WebhookTriggerProcessor implements Processor {

    private static final String READY = "Ready";
    /** What is wrong may be put right without a change that anybody tells of, such as a new right. */
    private static final Duration AGAIN_WHILE_WRONG = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Optional<WebhookTriggers> served;
    private final ClusterWriter writer;
    private final KubernetesSerialization serialization;
    private final InstantSource clock;

    /** Tells of the triggers that are served; empty when there is no HTTP server. */
    public WebhookTriggerProcessor(Optional<WebhookTriggers> served, ClusterWriter writer, KubernetesSerialization serialization, InstantSource clock) {
        this.served = served;
        this.writer = writer;
        this.serialization = serialization;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        WebhookTrigger trigger = exchange.getMessage().getBody(WebhookTrigger.class);
        Optional<Finding> finding = finding(trigger);
        finding.ifPresent(f -> write(trigger, f));
        exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, finding.filter(Finding::ready).isPresent() ? AGAIN : AGAIN_WHILE_WRONG);
    }

    /** Empty while nothing is known: after a restart what is written stays until then. */
    private Optional<Finding> finding(WebhookTrigger trigger) {
        if (served.isEmpty()) {
            return Optional.of(new Finding(false, "NoHttpServer", "Dromon has no HTTP server; set dromon.http.port"));
        }
        return served.get().named(trigger.getMetadata().getNamespace(), trigger.getMetadata().getName()).filter(s -> !s.secrets().starting()).map(WebhookTriggerProcessor::finding);
    }

    private static Finding finding(Served served) {
        try {
            served.keys();
            return new Finding(true, "Serving", "deliveries are taken");
        } catch (UnusableSecret e) {
            return new Finding(false, served.terms().isPresent() ? "SecretUnusable" : "SpecUnusable", e.getMessage());
        }
    }

    private void write(WebhookTrigger trigger, Finding finding) {
        String before = serialization.asJson(trigger.getStatus());
        WebhookTriggerStatus status = Optional.ofNullable(trigger.getStatus()).orElseGet(WebhookTriggerStatus::new);
        status.observedGeneration = trigger.getMetadata().getGeneration();
        status.path = "/hooks/" + trigger.getMetadata().getNamespace() + "/" + trigger.getMetadata().getName();
        status.conditions = List.of(ready(trigger, status, finding));
        trigger.setStatus(status);
        if (!serialization.asJson(status).equals(before)) {
            writer.updateStatus(trigger);
        }
    }

    private Condition ready(WebhookTrigger trigger, WebhookTriggerStatus status, Finding finding) {
        String value = finding.ready() ? "True" : "False";
        String time = status.conditions.stream().filter(c -> READY.equals(c.getType()) && value.equals(c.getStatus())).map(Condition::getLastTransitionTime).findFirst()
                .orElseGet(() -> Times.micros(Times.now(clock)));
        return new ConditionBuilder().withType(READY).withStatus(value).withReason(finding.reason()).withMessage(finding.message()).withLastTransitionTime(time)
                .withObservedGeneration(trigger.getMetadata().getGeneration()).build();
    }

    private record Finding(boolean ready, String reason, String message) {
    }
}
