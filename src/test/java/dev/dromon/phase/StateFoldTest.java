package dev.dromon.phase;

import static dev.dromon.model.State.DEPRECATED;
import static dev.dromon.model.State.FAILED;
import static dev.dromon.model.State.PENDING;
import static dev.dromon.model.State.PROGRESSING;
import static dev.dromon.model.State.SUCCEEDED;
import static dev.dromon.model.State.UNKNOWN;
import static dev.dromon.model.State.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.dromon.model.State;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StateFoldTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void folds(String sentence, List<State> parts, State whole) {
        assertThat(StateFold.fold(parts)).isEqualTo(whole);
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                arguments("no parts have succeeded", List.of(), SUCCEEDED),
                arguments("all succeeded have succeeded", List.of(SUCCEEDED, SUCCEEDED), SUCCEEDED),
                arguments("a warning does not stop the others", List.of(SUCCEEDED, WARNING), SUCCEEDED),
                arguments("one pending among the succeeded is pending", List.of(SUCCEEDED, PENDING, SUCCEEDED), PENDING),
                arguments("a running one wins over a pending one", List.of(PENDING, PROGRESSING), PROGRESSING),
                arguments("a pending one wins over an unreadable one", List.of(UNKNOWN, PENDING), PENDING),
                arguments("an unreadable one is not a success", List.of(SUCCEEDED, UNKNOWN), UNKNOWN),
                arguments("an unreadable one is not a failure", List.of(UNKNOWN), UNKNOWN),
                arguments("a failed one wins over a running one", List.of(PROGRESSING, FAILED, SUCCEEDED), FAILED),
                arguments("one that will never run makes the whole fail", List.of(SUCCEEDED, DEPRECATED), FAILED),
                arguments("one that will never run wins over a running one", List.of(PROGRESSING, DEPRECATED), FAILED),
                arguments("a failed one wins over a warning", List.of(WARNING, FAILED), FAILED));
    }
}
