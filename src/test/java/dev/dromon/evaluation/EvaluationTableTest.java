package dev.dromon.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.model.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every operator against every sort of value; the letters say which operators pass, in the order of the columns. */
class EvaluationTableTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final List<String> OPERATORS = List.of("<", "<=", "==", ">=", ">");

    @ParameterizedTest(name = "{0}: value {1} against {2}")
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, value = {
        // what,value,number,age in seconds,   < <= == >= >
        "less,9.9,10,0,yynnn",
        "equal,10,10,0,nyyyn",
        "equal in another spelling,1e1,10.00,0,nyyyn",
        "more,10.000000000000000001,10,0,nnnyy",
        "negative,-3,-2.5,0,yynnn",
        "decimal quantity,500m,0.5,0,nyyyn",
        "binary quantity,1Gi,1000M,0,nnnyy",
        "quantity against quantity,1999m,2,0,yynnn",
        "blanks around both, 10 , 10 ,0,nyyyn",
        "tab,'\t10', 10,0,nyyyn",
        "NaN,NaN,10,0,nnnnn",
        "infinity,+Inf,10,0,nnnnn",
        "minus infinity,-Inf,10,0,nnnnn",
        "text,many,10,0,nnnnn",
        "number with a unit that is none,10 cores,10,0,nnnnn",
        "as old as it may be,9.9,10,20,yynnn",
        "stale,9.9,10,21,nnnnn",
        "stale and more,11,10,21,nnnnn",
        "stale and equal,10,10,21,nnnnn",
        "missing,,10,0,nnnnn"})
    void theTable(String what, String value, String number, long age, String passes) {
        for (int column = 0; column < OPERATORS.size(); column++) {
            Optional<ObjectiveObservation.Value> seen = Optional.ofNullable(value).map(v -> new ObjectiveObservation.Value(v, Optional.of(NOW.minusSeconds(age)), Duration.ofSeconds(10)));
            ObjectiveObservation objective = new ObjectiveObservation(new ObjectiveObservation.Metric("shop", "m", "p"), OPERATORS.get(column) + number, seen, seen.isEmpty() ? "no value" : "");

            EvaluationStatus status = EvaluationDecider.decide(new EvaluationObservation(EvaluationStatus.NEW, Optional.of(List.of(objective)), 0, Duration.ofSeconds(5), Optional.empty(), NOW))
                    .status();

            assertThat(status.state()).as("%s: %s %s%s", what, value, OPERATORS.get(column), number).isEqualTo(passes.charAt(column) == 'y' ? State.SUCCEEDED : State.FAILED);
            assertThat(status.objectives().get(0).message()).isNotEmpty();
        }
    }
}
