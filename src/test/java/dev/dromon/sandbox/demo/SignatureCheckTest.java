package dev.dromon.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureCheckTest {

    private static final long SIGNED = 1614265330;
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    private final SignatureCheck check = new SignatureCheck("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    /** The example of the Standard Webhooks libraries. */
    @Test
    void whatOthersHaveSignedIsGenuine() {
        assertThat(check.genuine(headers(ID, SIGNATURE), BODY, at(0))).isTrue();
    }

    @Test
    void oneOfSeveralSignaturesIsEnough() {
        assertThat(check.genuine(headers(ID, "v1,AAAA " + SIGNATURE), BODY, at(0))).isTrue();
    }

    @Test
    void anotherBodyIdOrSignatureIsNot() {
        assertThat(check.genuine(headers(ID, SIGNATURE), "{}".getBytes(StandardCharsets.UTF_8), at(0))).isFalse();
        assertThat(check.genuine(headers("msg_other", SIGNATURE), BODY, at(0))).isFalse();
        assertThat(check.genuine(headers(ID, SIGNATURE.replace("g0h", "G0h")), BODY, at(0))).isFalse();
        assertThat(check.genuine(headers(ID, ""), BODY, at(0))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"300, true", "-300, true", "301, false", "-301, false"})
    void aRequestCountsFiveMinutesBeforeAndAfter(long later, boolean genuine) {
        assertThat(check.genuine(headers(ID, SIGNATURE), BODY, at(later))).isEqualTo(genuine);
    }

    @Test
    void aRequestWithoutAllHeadersIsNotGenuine() {
        assertThat(check.genuine(new SignatureCheck.Headers(null, null, null), BODY, at(0))).isFalse();
        assertThat(check.genuine(new SignatureCheck.Headers(ID, "yesterday", SIGNATURE), BODY, at(0))).isFalse();
    }

    private static SignatureCheck.Headers headers(String id, String signature) {
        return new SignatureCheck.Headers(id, Long.toString(SIGNED), signature);
    }

    private static Instant at(long later) {
        return Instant.ofEpochSecond(SIGNED + later);
    }
}
