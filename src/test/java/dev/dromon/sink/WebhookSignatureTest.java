package dev.dromon.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

    private static final byte[] KEY = WebhookSignature.key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    /** The example of the Standard Webhooks libraries. */
    @Test
    void isWhatOtherLibrariesMakeOfIt() {
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

        assertThat(WebhookSignature.headers(List.of(KEY), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)).containsExactlyInAnyOrderEntriesOf(Map.of(
                "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp", "1614265330", "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }

    @Test
    void eachKeyGivesASignature() {
        byte[] other = WebhookSignature.key("another secret of enough length");

        String both = WebhookSignature.headers(List.of(KEY, other), "1", 0, new byte[0]).get("webhook-signature");

        assertThat(both.split(" ")).hasSize(2).doesNotHaveDuplicates().allMatch(s -> s.startsWith("v1,"));
    }

    @Test
    void aKeyIsBase64AfterItsPrefixAndAnyTextWithoutIt() {
        assertThat(KEY).hasSize(24);
        assertThat(WebhookSignature.key("plain")).isEqualTo("plain".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> WebhookSignature.key("whsec_not base64!")).isInstanceOf(IllegalArgumentException.class);
    }
}
