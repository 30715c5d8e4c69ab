package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnEvaluation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an evaluation makes of the values of its metrics, and keeps of them. */
class EvaluationFlowTest extends FlowTest {

    private List<KeptnEvaluation> evaluations() {
        return client.resources(KeptnEvaluation.class).inNamespace(namespace).list().getItems();
    }

    @Test
    void aStaleValueHoldsThePodsUntilItIsFetchedAgainAndEachAttemptIsKept() {
        apply(Manifests.metric("load"), Manifests.evaluation("calm", "load", "<2").replace("retries: 1", "retries: 5").replace("retryInterval: 1s", "retryInterval: 1h"));
        Instant old = Instant.now().minus(Duration.ofHours(3));
        measure("load", "1", old);
        apply(Manifests.deployment("web", "1.0", "pre-deployment-evaluations", "calm"));

        eventually(() -> assertThat(evaluations()).singleElement().satisfies(e -> assertThat(e.getStatus()).isNotNull()).satisfies(e -> assertThat(e.getStatus().objectives).singleElement()
                .satisfies(o -> assertThat(o.message).contains("value '1' does not count", "twice the fetch interval of 3600s"))));
        held("web", "1.0");

        measure("load", "1.5", Instant.now());

        runs("web", "1.0");
        workload("web-web", "1.0", "Succeeded");
        assertThat(evaluations()).singleElement().satisfies(e -> assertThat(e.getStatus().retryCount).isEqualTo(2))
                .satisfies(e -> assertThat(e.getStatus().attempts).hasSize(2))
                .satisfies(e -> assertThat(e.getStatus().attempts.get(0).objectives.get(0).status).isEqualTo("Failed"))
                .satisfies(e -> assertThat(e.getStatus().attempts.get(1).objectives).singleElement()
                        .satisfies(o -> assertThat(List.of(o.metric, o.namespace, o.provider, o.target, o.value, o.status)).containsExactly("load", namespace, "prometheus", "<2", "1.5", "Succeeded"))
                        .satisfies(o -> assertThat(Instant.parse(o.fetchedTime)).isAfter(old)));
    }
}
