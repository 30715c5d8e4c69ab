package dev.dromon.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @ParameterizedTest
    @CsvSource({"200,TAKEN", "202,TAKEN", "204,TAKEN", "299,TAKEN", "100,RETRY", "301,RETRY", "302,RETRY", "308,RETRY", "400,REFUSED", "401,RETRY", "403,RETRY", "407,RETRY", "404,REFUSED", "408,RETRY", "410,REFUSED",
        "413,REFUSED", "422,REFUSED", "429,RETRY", "500,RETRY", "501,RETRY", "503,RETRY", "999,RETRY"})
    void aStatusMeans(int status, Answer.Verdict verdict) {
        Answer answer = Answer.of("spec.http.url", status, null, NOW);

        assertThat(answer.verdict()).isEqualTo(verdict);
        assertThat(answer.problem().isEmpty()).isEqualTo(verdict == Answer.Verdict.TAKEN);
        assertThat(answer.retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"7,7", "' 0 ',0", "'Fri, 02 Jan 2026 03:04:35 GMT',30"})
    void retryAfterIsSecondsOrADate(String header, long seconds) {
        assertThat(Answer.of("spec.http.url", 503, header, NOW).retryAfter()).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"-1", "soon", "''", "99999999999999999999", "1.5", "'Fri, 02 Jan 2026 03:04:00 GMT'"})
    void anythingElseAsksForNothing(String header) {
        assertThat(Answer.of("spec.http.url", 503, header, NOW).retryAfter()).isEmpty();
    }

    @Test
    void aRedirectSaysWhatToDo() {
        assertThat(Answer.of("spec.http.url", 302, null, NOW).problem()).isEqualTo("the receiver answered 302, and redirects are not followed; put the address that it redirects to into spec.http.url");
    }
}
