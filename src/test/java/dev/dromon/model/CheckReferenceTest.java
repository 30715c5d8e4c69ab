package dev.dromon.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckReferenceTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "smoke,                                smoke,     BLOCK,",
        "smoke.test-1,                         smoke.test-1, BLOCK,",
        "smoke:block,                          smoke,     BLOCK,",
        "smoke:warn,                           smoke,     WARN,",
        "smoke:observe,                        smoke,     OBSERVE,",
        "smoke:observe-until=2027-01-31,       smoke,     OBSERVE, 2027-01-31",
        "'  smoke : warn ',                    smoke,     WARN,",
        "'smoke: observe-until=2028-02-29',    smoke,     OBSERVE, 2028-02-29"})
    void anItemNamesADefinitionAndWhatItsFailureCounts(String item, String definition, Severity severity, LocalDate until) {
        CheckReference reference = CheckReference.parse(item);

        assertThat(reference).isEqualTo(new CheckReference(definition, severity, Optional.ofNullable(until), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"smoke:", "smoke:wran", "smoke:Warn", "smoke:warn:observe", "smoke:observe-until", "smoke:observe-until=", "smoke:observe-until=tomorrow",
        "smoke:observe-until=2027-02-29", "smoke:observe-until=2027-1-31", "smoke:warn-until=2027-01-31", "smoke:observe until 2027-01-31"})
    void whatCannotBeReadBlocksAndSaysWhatWasExpected(String item) {
        CheckReference reference = CheckReference.parse(item);

        assertThat(reference.definition()).isEqualTo("smoke");
        assertThat(reference.severity()).isEqualTo(Severity.BLOCK);
        assertThat(reference.problem()).hasValueSatisfying(p -> assertThat(p).contains("expected <definition>", ":observe-until=<yyyy-mm-dd>", "found '" + item + "'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {":warn", " : warn", ":"})
    void anItemWithoutADefinitionIsUnreadable(String item) {
        assertThat(CheckReference.parse(item).problem()).isPresent();
        assertThat(CheckReference.parse(item).definition()).isNotEmpty();
    }

    @ParameterizedTest(name = "created {0}")
    @CsvSource({
        "2027-01-30T12:00:00Z,        OBSERVE",
        "2027-01-31T00:00:00Z,        OBSERVE",
        "2027-01-31T23:59:59.999999Z, OBSERVE",
        "2027-02-01T00:00:00Z,        BLOCK",
        "2030-01-01T00:00:00Z,        BLOCK"})
    void afterTheLastDayOfTheObservationInUtcACheckBlocks(Instant created, Severity severity) {
        assertThat(CheckReference.parse("scan:observe-until=2027-01-31").at(created)).isEqualTo(severity);
    }

    @Test
    void anythingElseDoesNotDependOnTheDay() {
        assertThat(CheckReference.parse("scan:observe").at(Instant.MAX.minusSeconds(1_000_000))).isEqualTo(Severity.OBSERVE);
        assertThat(CheckReference.parse("scan:warn").at(Instant.EPOCH)).isEqualTo(Severity.WARN);
    }
}
