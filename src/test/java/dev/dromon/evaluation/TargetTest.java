package dev.dromon.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @ParameterizedTest(name = "{0} is met by {1}: {2}")
    @CsvSource({"<10, 9.99, true", "<10, 10, false", ">10, 10.01, true", ">10, 10, false", "<=10, 10, true", "<=10, 10.01, false", ">=10, 10, true", ">=10, 9.99, false",
            "==10, 10.000, true", "==10, 10.001, false", "< 10, 9, true", "' <= 10 ', 10, true", "<500m, 0.4, true", "<500m, 0.5, false", ">=1Gi, 1073741824, true",
            ">=1Gi, 1073741823, false", "<1e3, 999, true", ">-5, -4.9, true", ">-5, -5, false", "==0.3, 0.3, true"})
    void comparesExactly(String target, BigDecimal value, boolean met) {
        assertThat(Target.parse(target).orElseThrow().met(value)).isEqualTo(met);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "10", "=10", "=<10", "=>10", "!=10", "<", ">=", "< =10", "<<10", "<>10", "<abc", "<NaN", ">Inf", "10<", "between 1 and 2"})
    void anythingElseIsNoTarget(String target) {
        assertThat(Target.parse(target)).isEmpty();
    }
}
