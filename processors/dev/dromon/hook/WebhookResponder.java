package dev.dromon.hook;

import dev.dromon.http.Reply;
import dev.dromon.http.Request;
import dev.dromon.http.Responder;
import dev.dromon.hook.WebhookTriggers.Served;
import dev.dromon.kube.ApiFailure;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.SecretReader.UnusableSecret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code POST /hooks/<namespace>/<trigger>}. What costs nothing is checked first, and nothing of a body is read before it has proved where it comes from. Neither
 * answers nor log lines hold anything of a body, of headers or of a Secret. Answers: docs/reference/webhook-triggers.md, answers.
 */
public final class WebhookResponder implements Responder {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookResponder.class);
    private static final int NAMESPACE = 1;
    private static final int NAME = 2;
    private static final Duration WAITING_PAUSE = Duration.ofSeconds(1);
    private static final Duration TROUBLE_PAUSE = Duration.ofSeconds(10);

    private final WebhookTriggers triggers;
    private final List<WebhookAction> actions;
    private final InstantSource clock;

    /** Each trigger asks for one of the actions. */
    public WebhookResponder(WebhookTriggers triggers, List<WebhookAction> actions, InstantSource clock) {
        this.triggers = triggers;
        this.actions = List.copyOf(actions);
        this.clock = clock;
    }

    @Override
    public Reply reply(Request request) {
        try {
            DeliveryReader.checkType(request);
            return take(request, trigger(request));
        } catch (WebhookRefusal refusal) {
            return refusal.reply();
        }
    }

    private Served trigger(Request request) throws WebhookRefusal {
        if (request.path().size() <= NAME) {
            throw WebhookRefusal.unknown();
        }
        Optional<Served> found = triggers.named(request.path().get(NAMESPACE), request.path().get(NAME));
        if (found.isEmpty() && triggers.starting()) {
            throw waiting();
        }
        return found.orElseThrow(WebhookRefusal::unknown);
    }

    private static WebhookRefusal waiting() {
        return WebhookRefusal.later("deliveries cannot be checked at this moment", WAITING_PAUSE);
    }

    private Reply take(Request request, Served served) throws WebhookRefusal {
        String key = served.trigger().getMetadata().getNamespace() + "/" + served.trigger().getMetadata().getName();
        try {
            prove(request, served);
            Optional<Duration> wait = served.rate().take();
            if (wait.isPresent()) {
                throw WebhookRefusal.tooMany("the trigger takes no more deliveries in this minute", wait.get());
            }
            return act(request, served);
        } catch (WebhookRefusal refusal) {
            LOG.debug("refuses a delivery trigger={} status={} reason=\"{}\"", key, refusal.status(), refusal.getMessage());
            throw refusal;
        } catch (KubernetesClientException e) {
            // The API server's own words may repeat what was in the body, when it is that which it refuses.
            boolean invalid = ClusterWriter.invalid(e);
            LOG.warn("cannot do what a delivery asks for trigger={} code={} reason=\"{}\"", key, e.getCode(), invalid ? "the object is invalid" : ApiFailure.reason(e));
            throw invalid ? WebhookRefusal.unusable("the API server refuses what this delivery would do")
                    : WebhookRefusal.later("the cluster does not take it now", TROUBLE_PAUSE);
        }
    }

    /** A trigger whose Secret cannot be used lets nobody in; who has not proved anything is not told which of the two it is. */
    private void prove(Request request, Served served) throws WebhookRefusal {
        if (served.secrets().waiting()) {
            throw waiting();
        }
        if (!authentic(request, served)) {
            Optional<Duration> wait = served.attempts().take();
            throw wait.isPresent() ? WebhookRefusal.tooMany("there are too many deliveries that do not prove where they come from", wait.get()) : WebhookRefusal.notAuthentic();
        }
    }

    private boolean authentic(Request request, Served served) {
        try {
            List<byte[]> keys = served.keys();
            return served.terms().orElseThrow().scheme().authentic(request, keys, clock.instant());
        } catch (UnusableSecret e) {
            return false;
        }
    }

    private Reply act(Request request, Served served) throws WebhookRefusal {
        WebhookTerms terms = served.terms().orElseThrow();
        Delivery delivery = DeliveryReader.read(request, served.trigger(), terms.scheme());
        if (!terms.wants(delivery.body())) {
            return Replies.ignored();
        }
        WebhookAction action = actions.stream().filter(a -> a.asked(served.trigger().getSpec())).findFirst()
                .orElseThrow(() -> WebhookRefusal.unusable("the trigger asks for nothing that this release knows"));
        return action.act(new WebhookAction.Order(served.trigger(), terms, delivery));
    }
}
