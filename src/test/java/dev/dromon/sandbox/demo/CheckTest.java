package dev.dromon.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {

    @Test
    void createdTaskHasTheNameOfItsDefinition() {
        assertThat(Check.created(told("CreateTask", "created pre-check-hat-service-0123456789")))
                .contains(new Check("pre-check-hat-service-0123456789", "check-hat-service", "Pending", ""));
    }

    @ParameterizedTest
    @CsvSource({"pre-eval-enough-cpu-0123456789, enough-cpu", "promotion-tag-0123456789, tag", "post-a-b-c-abcdef0123, a-b-c", "something-else, something-else"})
    void definitionIsWhatIsBetweenTypeAndHash(String object, String definition) {
        assertThat(Check.created(told("CreateEvaluation", "created " + object)).orElseThrow().definition()).isEqualTo(definition);
    }

    @Test
    void endOfACheckTellsWhy() {
        Check ended = Check.ended(told("ReconcileTask", "pre-x-0123456789 went from Progressing to Failed: no luck: none at all")).orElseThrow();
        assertThat(ended).isEqualTo(new Check("pre-x-0123456789", "x", "Failed", "no luck: none at all"));
        assertThat(ended.good()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"ReconcileTask, a went from Pending to Progressing", "ReconcileWorkload, hat went from Pending to Succeeded", "ReconcileTask, something else"})
    void otherEventsAreNotTheEndOfACheck(String reason, String message) {
        assertThat(Check.ended(told(reason, message))).isEmpty();
    }

    static Told told(String reason, String message) {
        return new Told(Instant.EPOCH, 1, "KeptnAppVersion", "app-1", reason, false, message, "");
    }
}
