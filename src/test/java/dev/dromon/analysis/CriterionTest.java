package dev.dromon.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriterionTest {

    @ParameterizedTest
    @CsvSource({
        "lessThanOrEqual 2, 1.999, true", "lessThanOrEqual 2, 2, true", "lessThanOrEqual 2, 2.00, true", "lessThanOrEqual 2, 2.001, false",
        "lessThan 2, 1.999, true", "lessThan 2, 2, false", "lessThan 2, 2.001, false", "lessThan 2, -5, true",
        "greaterThan 2, 2.001, true", "greaterThan 2, 2, false", "greaterThan 2, 1.999, false",
        "greaterThanOrEqual 2, 2.001, true", "greaterThanOrEqual 2, 2, true", "greaterThanOrEqual 2, 1.999, false",
        "equalTo 2, 2, true", "equalTo 2, 2.0, true", "equalTo 2, 2.0000000000000000000001, false", "equalTo 500m, 0.5, true", "equalTo 1k, 1000, true", "equalTo 0, -0, true",
        "inRange 1 2, 1, true", "inRange 1 2, 1.5, true", "inRange 1 2, 2, true", "inRange 1 2, 0.999, false", "inRange 1 2, 2.001, false", "inRange 500m 1k, 0.5, true",
        "notInRange 1 2, 1, false", "notInRange 1 2, 1.5, false", "notInRange 1 2, 2, false", "notInRange 1 2, 0.999, true", "notInRange 1 2, 2.001, true",
        "equalTo 0.3, 0.3, true", "lessThan 9007199254740993, 9007199254740992, true"})
    void valueMeetsTheCriterionOrNot(String criterion, BigDecimal value, boolean met) {
        assertThat(Analyses.criterion(criterion).met(value)).isEqualTo(met);
    }
}
