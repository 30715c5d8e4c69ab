package dev.dromon.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.sink.Answer;
import dev.dromon.sink.Backoff;
import dev.dromon.sink.RequestTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestPaceTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Answer TAKEN = new Answer(Answer.Verdict.TAKEN, "", Optional.empty());
    private static final Answer DOWN = new Answer(Answer.Verdict.RETRY, "down", Optional.empty());
    private static final Answer REFUSED = new Answer(Answer.Verdict.REFUSED, "no", Optional.empty());

    private final RequestPace pace = new RequestPace(() -> 0);
    private final RequestTarget target = target("a");

    private static RequestTarget target(String identity) {
        return new RequestTarget(identity, new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(8)), 3, event -> TAKEN);
    }

    @Test
    void whatWasNeverSentNeedNotWait() {
        assertThat(pace.wait("r", target, NOW)).isZero();
        assertThat(pace.taken("r")).isFalse();
    }

    @Test
    void eachFailureDoublesTheWait() {
        for (int seconds : new int[] {1, 2, 4, 8, 8}) {
            assertThat(pace.answered("r", target, DOWN, NOW)).isFalse();
            assertThat(pace.wait("r", target, NOW)).isEqualTo(Duration.ofSeconds(seconds));
        }
        assertThat(pace.wait("r", target, NOW.plusSeconds(8))).isZero();
        assertThat(pace.wait("other", target, NOW)).isZero();
    }

    @Test
    void aReceiverIsLeftAloneAsLongAsItAsks() {
        pace.answered("r", target, new Answer(Answer.Verdict.RETRY, "later", Optional.of(Duration.ofSeconds(30))), NOW);

        assertThat(pace.wait("r", target, NOW)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void anotherTargetIsTriedAtOnceAndFromTheBeginning() {
        pace.answered("r", target, REFUSED, NOW);
        pace.answered("r", target, REFUSED, NOW);

        assertThat(pace.wait("r", target("b"), NOW)).isZero();
        assertThat(pace.answered("r", target("b"), REFUSED, NOW)).isFalse();
        assertThat(pace.wait("r", target("b"), NOW)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void oneThatIsRefusedOftenEnoughInARowIsGivenUp() {
        assertThat(pace.answered("r", target, REFUSED, NOW)).isFalse();
        assertThat(pace.answered("r", target, REFUSED, NOW)).isFalse();
        assertThat(pace.answered("r", target, DOWN, NOW)).isFalse();
        assertThat(pace.answered("r", target, REFUSED, NOW)).isFalse();
        assertThat(pace.answered("r", target, REFUSED, NOW)).isFalse();
        assertThat(pace.answered("r", target, REFUSED, NOW)).isTrue();
    }

    @Test
    void whatWasTakenIsRememberedUntilItIsRecorded() {
        pace.answered("r", target, TAKEN, NOW);

        assertThat(pace.taken("r")).isTrue();
        assertThat(pace.taken("other")).isFalse();
    }

    @Test
    void itsMemoryIsBounded() {
        pace.answered("first", target, TAKEN, NOW);
        for (int i = 0; i < 10_000; i++) {
            pace.answered("r" + i, target, TAKEN, NOW);
        }

        assertThat(pace.taken("first")).isFalse();
        assertThat(pace.taken("r0")).isTrue();
    }
}
