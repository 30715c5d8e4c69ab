package dev.dromon.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateTest {

    @ParameterizedTest
    @CsvSource({"PENDING, Pending, false, false", "PROGRESSING, Progressing, false, false", "UNKNOWN, Unknown, false, false", "SUCCEEDED, Succeeded, true, true",
            "FAILED, Failed, true, false", "DEPRECATED, Deprecated, true, false", "WARNING, Warning, true, true"})
    void everyStateHasKeptnsSpellingAndSaysWhetherItEndsAndWhetherItPasses(State state, String wire, boolean completed, boolean passed) {
        assertThat(state.wire()).isEqualTo(wire);
        assertThat(State.of(wire)).isEqualTo(state);
        assertThat(state.completed()).isEqualTo(completed);
        assertThat(state.passed()).isEqualTo(passed);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "succeeded", "Cancelled", " Succeeded"})
    void anyOtherWordIsPending(String wire) {
        assertThat(State.of(wire)).isEqualTo(State.PENDING);
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void anEndIsFinalAndEveryOtherStateCanBecomeAnyEnd(State state) {
        if (state.completed()) {
            assertThat(state.next()).isEmpty();
        } else {
            assertThat(state.next()).contains(State.SUCCEEDED, State.FAILED, State.DEPRECATED, State.WARNING).doesNotContain(state);
        }
    }
}
