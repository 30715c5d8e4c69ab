package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.ItemStatus;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnWorkloadVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of docs/reference/severity.md as flows; those of blockDeployment=false are in {@link SettingsTest}. */
class SeverityFlowTest extends FlowTest {

    private static ItemStatus pre(KeptnWorkloadVersion version) {
        assertThat(version.getStatus().preDeploymentTaskStatus).hasSize(1);
        return version.getStatus().preDeploymentTaskStatus.get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad:block", "bad:observe-until=2020-01-31"})
    void aFailureThatBlocksKeepsTheGateShut(String reference) {
        apply(Manifests.task("bad", "fail"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", reference));

        KeptnWorkloadVersion version = workload("web-web", "1.0", "Failed");

        held("web", "1.0");
        assertThat(version.getStatus().preDeploymentStatus).isEqualTo("Failed");
        assertThat(pre(version).severity).isEqualTo("block");
        assertThat(pre(version).definitionName).isEqualTo("bad");
    }

    @Test
    void aFailureThatOnlyWarnsOpensTheGateAndIsNamed() {
        apply(Manifests.task("bad", "fail"), Manifests.context("web", Map.of("preDeploymentTasks", "\"bad:warn\"")),
                Manifests.deployment("web", "1.0", "pre-deployment-tasks", "bad:warn"));

        KeptnAppVersion app = app("web", "Succeeded");
        KeptnWorkloadVersion version = workload("web-web", "1.0", "Succeeded");

        runs("web", "1.0");
        assertThat(List.of(app.getStatus().preDeploymentStatus, version.getStatus().preDeploymentStatus)).containsOnly("Warning");
        assertThat(pre(version)).satisfies(i -> assertThat(i.severity).isEqualTo("warn")).satisfies(i -> assertThat(i.status).isEqualTo("Failed"));
        eventually(() -> assertThat(events()).filteredOn(e -> "WorkloadPreDeployTasksSucceeded".equals(e.getReason())).singleElement()
                .satisfies(e -> assertThat(e.getType()).isEqualTo("Warning")).satisfies(e -> assertThat(e.getMessage()).contains("not blocked: bad (severity warn)")));
        assertThat(events()).noneMatch(e -> e.getReason().endsWith("Errored"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan:observe", "scan:observe-until=2999-12-31"})
    void theGateOpensWhileWhatIsOnlyObservedStillRunsAndItsFailureIsRecordedAndTold(String reference) {
        apply(Manifests.task("scan", "hang").replace("retries: 0", "retries: 0\n  timeout: 15s"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", reference));

        runs("web", "1.0");
        KeptnWorkloadVersion waiting = workload("web-web", "1.0", "Progressing");
        assertThat(waiting.getStatus().preDeploymentStatus).isEqualTo("Succeeded");
        KeptnTask task = client.resources(KeptnTask.class).inNamespace(namespace).withName(pre(waiting).name).get();
        assertThat(task.getSpec().severity).isEqualTo("observe");

        KeptnWorkloadVersion version = workload("web-web", "1.0", "Succeeded");
        assertThat(version.getStatus().preDeploymentStatus).isEqualTo("Succeeded");
        assertThat(pre(version)).satisfies(i -> assertThat(i.severity).isEqualTo("observe")).satisfies(i -> assertThat(i.status).isEqualTo("Failed"));
        app("web", "Succeeded");
        eventually(() -> assertThat(events()).anyMatch(e -> "ReconcileTask".equals(e.getReason()) && e.getMessage().contains("to Failed"))
                .anyMatch(e -> "WorkloadCompleted".equals(e.getReason()) && e.getMessage().contains("only observed: scan")));
    }

    @Test
    void anEvaluationThatIsOnlyObservedAndHasNoDefinitionHoldsNothingUpAndIsNamed() {
        apply(Manifests.deployment("web", "1.0", "pre-deployment-evaluations", "missing:observe"));

        KeptnWorkloadVersion version = workload("web-web", "1.0", "Succeeded");

        runs("web", "1.0");
        assertThat(version.getStatus().preDeploymentEvaluationTaskStatus).singleElement().satisfies(i -> assertThat(i.status).isEqualTo("Deprecated"))
                .satisfies(i -> assertThat(i.message).contains("KeptnEvaluationDefinition missing"));
        eventually(() -> assertThat(events()).anyMatch(e -> "CreateEvaluationErrored".equals(e.getReason()) && e.getMessage().contains("missing")));
    }

    @Test
    void aSeverityThatIsNoneIsANamedBlockerUntilItIsCorrected() {
        apply(Manifests.task("good"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "good:wran"));

        eventually(() -> assertThat(events()).anyMatch(e -> "CreateTaskErrored".equals(e.getReason()) && e.getMessage().contains("CheckReferenceInvalid") && e.getMessage().contains("good:wran")));
        held("web", "1.0");
        assertThat(client.resources(KeptnTask.class).inNamespace(namespace).list().getItems()).isEmpty();

        apply(Manifests.deployment("web", "1.0", "pre-deployment-tasks", "good:warn"));
        workload("web-web", "1.0", "Succeeded");
        runs("web", "1.0");
    }

    @Test
    void anObservedCheckOfAFailedRunIsStopped() {
        apply(Manifests.task("bad", "fail"), Manifests.task("scan", "hang"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "bad, scan:observe"));

        KeptnWorkloadVersion version = workload("web-web", "1.0", "Failed");

        assertThat(version.getStatus().preDeploymentTaskStatus).extracting(i -> i.status).containsExactly("Failed", "Deprecated");
        String task = version.getStatus().preDeploymentTaskStatus.get(1).name;
        eventually(() -> assertThat(client.resources(KeptnTask.class).inNamespace(namespace).withName(task).get().getStatus().status).isEqualTo("Deprecated"));
        held("web", "1.0");
    }
}
