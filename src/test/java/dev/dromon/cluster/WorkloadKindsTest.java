package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnWorkloadVersion;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of workload, and its second version. */
class WorkloadKindsTest extends FlowTest {

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet"})
    void theSecondVersionIsHeldByItsOwnCheckThoughTheFirstPassed(String kind) {
        apply(Manifests.task("gatekeeper", "hang"), Manifests.workload(kind, "store", "1.0"));
        app("store", "Succeeded");
        runs("store", "1.0");

        apply(Manifests.workload(kind, "store", "2.0", "pre-deployment-tasks", "gatekeeper"));
        held("store", "2.0");
        staysHeld("store", "2.0", Duration.ofSeconds(2));
        KeptnWorkloadVersion second = workload("store-store", "2.0", "Progressing");
        assertThat(second.getSpec().previousVersion).isEqualTo("1.0");
        letJobsEnd();

        workload("store-store", "2.0", "Succeeded");
        app("store", "Succeeded");
        eventually(() -> assertThat(pods("store", "")).isNotEmpty().allMatch(p -> "Running".equals(p.getStatus().getPhase()))
                .allMatch(p -> p.getSpec().getContainers().get(0).getImage().endsWith(":2.0")));
        assertThat(appVersions("store")).extracting(v -> v.getSpec().version).containsExactly("1.0", "2.0");
        assertThat(appVersions("store").get(1).getSpec().previousVersion).isEqualTo("1.0");
    }
}
