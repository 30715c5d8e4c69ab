package dev.dromon.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.discovery.History.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {

    @Test
    void theNewestFinishedOnesStayInWhateverOrderTheyCome() {
        assertThat(History.expired(List.of(good(2), good(4), good(1), good(3)), 2)).containsExactly("v2", "v1");
    }

    @Test
    void theLastFailedOneStaysHoweverOld() {
        assertThat(History.expired(List.of(bad(1), bad(2), good(3), good(4)), 1)).containsExactly("v3", "v1");
    }

    @Test
    void whatRunsDoesNotCountAndDoesNotGo() {
        assertThat(History.expired(List.of(new Entry("v1", 1, false, false, true), good(2), good(3)), 1)).containsExactly("v2");
    }

    @Test
    void whatHasNotBeenToldStays() {
        assertThat(History.expired(List.of(new Entry("v1", 1, true, false, false), good(2)), 1)).isEmpty();
    }

    @Test
    void nothingExpiresBelowTheLimit() {
        assertThat(History.expired(List.of(good(1), good(2)), 2)).isEmpty();
        assertThat(History.expired(List.of(), 1)).isEmpty();
    }

    private static Entry good(long order) {
        return new Entry("v" + order, order, true, false, true);
    }

    private static Entry bad(long order) {
        return new Entry("v" + order, order, true, true, true);
    }
}
