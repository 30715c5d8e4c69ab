package dev.dromon.gather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnEvaluationStatus;
import dev.dromon.evaluation.EvaluationStatus;
import dev.dromon.evaluation.EvaluationStatus.Objective;
import dev.dromon.evaluation.ObjectiveObservation.Metric;
import dev.dromon.model.State;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvaluationStatusMapperTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.000006Z");
    private static final Objective LOW = new Objective(new Metric("shop", "load", "prometheus"), ">5", "7", Optional.of(TIME), State.SUCCEEDED, "value '7' met objective '>5'");
    private static final Objective HIGH = new Objective(new Metric("shop", "load", "prometheus"), "<6", "7", Optional.of(TIME), State.FAILED, "value '7' did not meet objective '<6'");
    private static final Objective GONE = new Objective(new Metric("", "cpu", ""), "<1", "", Optional.empty(), State.FAILED, "KeptnMetric cpu does not exist");

    @Test
    void anEvaluationComesBackEqualThroughItsJsonInTheOrderOfItsObjectives() {
        EvaluationStatus status = new EvaluationStatus(State.PROGRESSING, 2, Optional.of(TIME), List.of(LOW, HIGH, GONE),
                List.of(new EvaluationStatus.Attempt(TIME.minusSeconds(5), List.of(GONE)), new EvaluationStatus.Attempt(TIME, List.of(LOW, HIGH, GONE))), Optional.of(TIME), Optional.empty());
        KeptnEvaluationStatus wire = new KeptnEvaluationStatus();

        EvaluationStatusMapper.write(status, wire);

        KubernetesSerialization json = new KubernetesSerialization();
        assertThat(EvaluationStatusMapper.read(json.unmarshal(json.asJson(wire), KeptnEvaluationStatus.class))).isEqualTo(status);
        assertThat(wire.evaluationStatus.keySet()).containsExactly("load", "load#1", "cpu");
    }

    @Test
    void whatIsAbsentIsAnEvaluationThatHasNotBegun() {
        assertThat(EvaluationStatusMapper.read(null)).isEqualTo(EvaluationStatus.NEW);
        assertThat(EvaluationStatusMapper.read(new KeptnEvaluationStatus())).isEqualTo(EvaluationStatus.NEW);
    }
}
