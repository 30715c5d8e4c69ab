package dev.dromon.hook;

import dev.dromon.api.WebhookTrigger;
import dev.dromon.api.WebhookTriggerSpec;
import dev.dromon.http.Reply;

/** What deliveries to a trigger do; there is one for each field of its spec that asks for something. */
public interface WebhookAction {

    /** Whether a trigger asks for this. */
    boolean asked(WebhookTriggerSpec spec);

    /** Does it, unless this delivery has been seen: then nothing is done, and the answer is that of then. */
    Reply act(Order order) throws WebhookRefusal;

    /** A delivery that counts, and the trigger that it is for. */
    record Order(WebhookTrigger trigger, WebhookTerms terms, Delivery delivery) {

        String namespace() {
            return trigger.getMetadata().getNamespace();
        }

        String name() {
            return trigger.getMetadata().getName();
        }

        String uid() {
            return trigger.getMetadata().getUid();
        }
    }
}
