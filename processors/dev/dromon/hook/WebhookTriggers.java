package dev.dromon.hook;

import dev.dromon.api.WebhookTrigger;
import dev.dromon.kube.Keys;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.SecretReader;
import dev.dromon.kube.SecretReader.UnusableSecret;
import dev.dromon.kube.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The triggers that this process serves, leader or not, each with a watch of the one Secret that it names, from its creation to its end. Thread-safe. */
public final class WebhookTriggers {

    /** Attempts of strangers in a minute that are told apart from genuine deliveries; more are too many. */
    private static final int ATTEMPTS = 60;

    private final KubeCaches caches;
    private final KindCache<WebhookTrigger> triggers;
    private final LongSupplier nanoClock;
    private final Map<String, Served> served = new ConcurrentHashMap<>();

    /**
     * A trigger as it is served.
     *
     * @param terms    what it asks for; empty when that cannot be used
     * @param problem  why it cannot be used; empty when it can
     * @param secrets  reader of its Secret
     * @param rate     of authentic deliveries
     * @param attempts of others
     */
    record Served(WebhookTrigger trigger, Optional<WebhookTerms> terms, String problem, SecretReader secrets, TokenBucket rate, TokenBucket attempts) {

        /** The keys that deliveries have to be from at this moment. */
        List<byte[]> keys() throws UnusableSecret {
            return terms.orElseThrow(() -> new UnusableSecret(problem)).keys(secrets);
        }

        private String uid() {
            return trigger.getMetadata().getUid();
        }

        private boolean is(WebhookTrigger other) {
            return uid().equals(other.getMetadata().getUid()) && trigger.getMetadata().getGeneration().equals(other.getMetadata().getGeneration());
        }
    }

    /** Serves nothing yet; rates go by the clock. */
    public WebhookTriggers(KubeCaches caches, LongSupplier nanoClock) {
        this.caches = caches;
        this.triggers = caches.of(WebhookTrigger.class);
        this.nanoClock = nanoClock;
    }

    /** Serves all triggers that there are and will be, until the caches are closed. Whoever is given the key of a trigger whose Secret has changed must only enqueue. */
    public void serve(Consumer<String> onSecret) {
        triggers.listen(versions -> look(versions.get(versions.size() - 1), onSecret));
    }

    private synchronized void look(WebhookTrigger told, Consumer<String> onSecret) {
        String key = Keys.key(told);
        Optional<WebhookTrigger> now = triggers.get(told.getMetadata().getNamespace(), told.getMetadata().getName()).filter(t -> t.getMetadata().getDeletionTimestamp() == null);
        Optional<Served> before = Optional.ofNullable(served.get(key));
        if (now.isPresent() && before.filter(b -> b.is(now.get())).isPresent()) {
            return;
        }
        Optional<Served> after = now.map(t -> serve(t, before, () -> onSecret.accept(key)));
        after.ifPresentOrElse(a -> served.put(key, a), () -> served.remove(key));
        before.filter(b -> after.filter(a -> a.secrets() == b.secrets()).isEmpty()).ifPresent(b -> b.secrets().close());
    }

    /** A spec that was changed neither gives a new allowance nor costs a new watch of the same Secret. */
    private Served serve(WebhookTrigger trigger, Optional<Served> before, Runnable onSecret) {
        Optional<Served> same = before.filter(b -> b.uid().equals(trigger.getMetadata().getUid()));
        SecretValue secret = secret(trigger);
        SecretReader secrets = same.filter(b -> secret(b.trigger()).secret().equals(secret.secret())).map(Served::secrets)
                .orElseGet(() -> SecretReader.one(caches, trigger.getMetadata().getNamespace(), secret.secret(), onSecret));
        TokenBucket attempts = same.map(Served::attempts).orElseGet(() -> new TokenBucket(ATTEMPTS, nanoClock));
        try {
            WebhookTerms terms = WebhookTerms.of(trigger);
            TokenBucket rate = same.map(Served::rate).filter(r -> r.perMinute() == terms.ratePerMinute()).orElseGet(() -> new TokenBucket(terms.ratePerMinute(), nanoClock));
            return new Served(trigger, Optional.of(terms), "", secrets, rate, attempts);
        } catch (IllegalArgumentException e) {
            return new Served(trigger, Optional.empty(), e.getMessage(), secrets, attempts, attempts);
        }
    }

    private static SecretValue secret(WebhookTrigger trigger) {
        return Scheme.of(trigger.getSpec().authentication).secret(trigger.getSpec().authentication);
    }

    /** The trigger of that name as it is served; empty when it is not. */
    Optional<Served> named(String namespace, String name) {
        return Optional.ofNullable(served.get(Keys.key(namespace, name)));
    }

    /** Whether it is not known yet which triggers there are. */
    boolean starting() {
        return !triggers.synced();
    }
}
