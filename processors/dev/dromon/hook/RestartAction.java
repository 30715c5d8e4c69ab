package dev.dromon.hook;

import dev.dromon.api.KeptnApp;
import dev.dromon.api.WebhookTriggerSpec;
import dev.dromon.http.Reply;
import dev.dromon.kube.ApiFailure;
import dev.dromon.kube.ClusterWriter;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Raises the revision of a KeptnApp, and notes the delivery on it by the same write: both or neither. */
public final class RestartAction implements WebhookAction {

    /** Annotation of a KeptnApp: the newest deliveries that restarted it, oldest first. */
    static final String DELIVERIES = "dromon.dev/deliveries";
    /** How many of them are remembered. */
    static final int REMEMBERED = 50;

    private static final Logger LOG = LoggerFactory.getLogger(RestartAction.class);
    private static final int TRIES = 20;

    private final ClusterWriter writer;

    /** Changes apps by the writer. */
    public RestartAction(ClusterWriter writer) {
        this.writer = writer;
    }

    @Override
    public boolean asked(WebhookTriggerSpec spec) {
        return spec.restart != null;
    }

    /** One at a time in this process; whoever else changes the app between reading and writing makes it begin again. */
    @Override
    public synchronized Reply act(Order order) throws WebhookRefusal {
        String name = order.terms().app().orElseThrow().nameIn(order.delivery().body()).orElseThrow(RestartAction::absent);
        for (int attempt = 1;; attempt++) {
            try {
                return restart(order, writer.reread(KeptnApp.class, order.namespace(), name).orElseThrow(RestartAction::absent));
            } catch (KubernetesClientException e) {
                if (!ApiFailure.conflict(e) || attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static WebhookRefusal absent() {
        return WebhookRefusal.unusable("the KeptnApp that restart.app names does not exist in the trigger's namespace");
    }

    private Reply restart(Order order, KeptnApp app) throws WebhookRefusal {
        List<Delivery.Mark> marks = marks(app);
        Delivery.Mark mark = order.delivery().mark();
        if (marks.stream().anyMatch(m -> m.id().equals(mark.id()))) {
            return Replies.repeated(app);
        }
        if (marks.stream().anyMatch(m -> m.key().equals(mark.key()))) {
            throw WebhookRefusal.conflict("this body has been delivered before, under another id");
        }
        marks.add(mark);
        List<String> newest = marks.subList(Math.max(0, marks.size() - REMEMBERED), marks.size()).stream().map(m -> m.key() + "." + m.id()).toList();
        app.getMetadata().setAnnotations(with(app, String.join(" ", newest)));
        app.getSpec().revision = (app.getSpec().revision == null ? 1 : app.getSpec().revision) + 1;
        KeptnApp restarted = writer.update(app);
        LOG.info("a delivery restarts an app trigger={}/{} app={} revision={}", order.namespace(), order.name(), app.getMetadata().getName(), app.getSpec().revision);
        return Replies.accepted(restarted);
    }

    private static Map<String, String> with(KeptnApp app, String deliveries) {
        Map<String, String> annotations = new LinkedHashMap<>(Optional.ofNullable(app.getMetadata().getAnnotations()).orElse(Map.of()));
        annotations.put(DELIVERIES, deliveries);
        return annotations;
    }

    /** What somebody else wrote there is left out. */
    private static List<Delivery.Mark> marks(KeptnApp app) {
        String text = Optional.ofNullable(app.getMetadata().getAnnotations()).orElse(Map.of()).getOrDefault(DELIVERIES, "");
        List<Delivery.Mark> marks = new ArrayList<>();
        for (String entry : text.split(" ")) {
            if (entry.matches("[0-9a-f]{16}\\.[0-9a-f]{16}")) {
                marks.add(new Delivery.Mark(entry.substring(0, entry.indexOf('.')), entry.substring(entry.indexOf('.') + 1)));
            }
        }
        return marks;
    }
}
