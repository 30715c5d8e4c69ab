package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnEvaluation;
import dev.dromon.api.KeptnWorkloadVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many finished versions stay. */
class HistoryTest extends FlowTest {

    @Test
    void onlyTheNewestFinishedVersionsAndTheLastFailedOneStay() {
        plane.start(Map.of("dromon.history.limit", "1", "dromon.watch.namespace", namespace));
        apply(Manifests.metric("load"));
        measure("load", "1");
        apply(Manifests.task("good"), Manifests.task("bad", "fail"), Manifests.evaluation("calm", "load", "<2"), Manifests.context("web", Map.of("preDeploymentTasks", "good")));
        for (int i = 1; i <= 4; i++) {
            boolean fails = i <= 2;
            apply(Manifests.deployment("web", i + ".0", "pre-deployment-tasks", fails ? "bad" : "good", "pre-deployment-evaluations", "calm"));
            workload("web-web", i + ".0", fails ? "Failed" : "Succeeded");
            ended(i + ".0", fails ? "Failed" : "Succeeded");
        }

        List<String> kept = List.of("2.0", "4.0");
        eventually(() -> assertThat(appVersions("web")).extracting(v -> v.getSpec().version).isEqualTo(kept));
        eventually(() -> assertThat(client.resources(KeptnWorkloadVersion.class).inNamespace(namespace).list().getItems()).extracting(v -> v.getSpec().version).containsExactlyInAnyOrderElementsOf(kept));
        eventually(() -> assertThat(taskStates()).containsExactly("bad 2.0 Failed", "good 2.0 Succeeded", "good 4.0 Succeeded", "good 4.0 Succeeded"));
        eventually(() -> assertThat(client.resources(KeptnEvaluation.class).inNamespace(namespace).list().getItems()).hasSize(1));
        eventually(() -> assertThat(jobs()).hasSize(4));
        assertThat(events()).filteredOn(e -> "AppCompleted".equals(e.getReason())).as("all versions were told to their end").hasSize(4);
        runs("web", "4.0");
        throughout(Duration.ofSeconds(1), () -> assertThat(appVersions("web")).hasSize(2));
    }

    private void ended(String version, String state) {
        eventually(() -> assertThat(appVersions("web")).last().satisfies(v -> assertThat(v.getSpec().version + " " + (v.getStatus() == null ? "" : v.getStatus().status)).isEqualTo(version + " " + state)));
    }
}
