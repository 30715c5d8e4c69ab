package dev.dromon.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.WebhookTrigger;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A delivery is known by a hash that is the same again, another for another one, and tells nothing. */
class DeliveryTest {

    private static WebhookTrigger trigger(String uid) {
        WebhookTrigger trigger = new WebhookTrigger();
        trigger.setMetadata(new ObjectMetaBuilder().withUid(uid).build());
        return trigger;
    }

    @Property
    void anIdHasOneMarkPerTrigger(@ForAll String id, @ForAll String other) {
        Assume.that(!id.equals(other));

        Delivery.Mark mark = Delivery.Mark.of(trigger("a"), id);

        assertThat(mark).isEqualTo(Delivery.Mark.of(trigger("a"), id)).isNotEqualTo(Delivery.Mark.of(trigger("a"), other)).isNotEqualTo(Delivery.Mark.of(trigger("b"), id));
        assertThat(mark.key()).matches("[0-9a-f]{16}").isEqualTo(mark.id());
    }

    @Property
    void aBodyHasOneKeyWhateverTheIdSays(@ForAll String id, @ForAll String other, @ForAll String body) {
        Assume.that(!id.equals(other));

        Delivery.Mark mark = Delivery.Mark.of(trigger("a"), id, body);
        Delivery.Mark replayed = Delivery.Mark.of(trigger("a"), other, body);

        assertThat(replayed.key()).isEqualTo(mark.key()).isNotEqualTo(Delivery.Mark.of(trigger("a"), id).key());
        assertThat(replayed.id()).isNotEqualTo(mark.id()).isEqualTo(Delivery.Mark.of(trigger("a"), other).id());
    }
}
