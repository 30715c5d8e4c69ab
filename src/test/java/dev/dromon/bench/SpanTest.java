package dev.dromon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpanTest {

    private static final Span FLOW = new Span(-10, 90);

    @Test
    void timesOneAfterTheOtherAddUp() {
        assertThat(FLOW.filledBy(List.of(new Span(50, 70), new Span(0, 30)))).isEqualTo(50);
    }

    @Test
    void timeThatIsSharedCountsOnce() {
        assertThat(FLOW.filledBy(List.of(new Span(0, 40), new Span(30, 60), new Span(10, 20)))).isEqualTo(60);
    }

    @Test
    void timeOutsideDoesNotCount() {
        assertThat(FLOW.filledBy(List.of(new Span(-30, 0), new Span(80, 200), new Span(100, 110), new Span(-50, -20)))).isEqualTo(20);
    }

    @Test
    void nothingIsFilledByNothing() {
        assertThat(FLOW.filledBy(List.of())).isZero();
    }
}
