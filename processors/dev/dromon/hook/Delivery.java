package dev.dromon.hook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromon.api.WebhookTrigger;
import dev.dromon.model.Hash;

/**
 * An authentic delivery.
 *
 * @param mark what it is known by afterwards
 * @param body what paths look into: the body, or the data of a CloudEvent
 */
record Delivery(Mark mark, JsonNode body) {

    private static final int DIGITS = 16;

    /**
     * Tells deliveries of a trigger apart, without saying what was in them.
     *
     * @param key hash of what is signed and differs from delivery to delivery: the id where it is signed, the body where only that is
     * @param id  hash of the id
     */
    record Mark(String key, String id) {

        /** Of a delivery with an id that is signed, or that somebody trusted says. */
        static Mark of(WebhookTrigger trigger, String id) {
            String hash = Hash.sha256(trigger.getMetadata().getUid() + "\nid\n" + id, DIGITS);
            return new Mark(hash, hash);
        }

        /** Of a delivery with an id that is not signed, and the hash of the body that is. */
        static Mark of(WebhookTrigger trigger, String id, String body) {
            return new Mark(Hash.sha256(trigger.getMetadata().getUid() + "\nbody\n" + body, DIGITS), of(trigger, id).id());
        }
    }
}
