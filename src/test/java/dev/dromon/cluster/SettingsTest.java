package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnConfig;
import dev.dromon.api.KeptnConfigSpec;
import dev.dromon.api.KeptnWorkloadVersion;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a KeptnConfig in Dromon's own namespace changes, for all apps: nothing else may run at the same time. */
class SettingsTest extends FlowTest {

    @AfterEach
    void defaults() {
        client.resources(KeptnConfig.class).inNamespace(ControlPlane.SYSTEM).delete();
        eventually(() -> assertThat(client.resources(KeptnConfig.class).inNamespace(ControlPlane.SYSTEM).list().getItems()).isEmpty());
    }

    @Test
    void withoutBlockingFailedChecksWarnAndThePodsRun() {
        KeptnConfigSpec spec = new KeptnConfigSpec();
        spec.blockDeployment = false;
        configure(ControlPlane.SYSTEM, spec);
        apply(Manifests.task("bad", "fail"), Manifests.context("web", Map.of("preDeploymentTasks", "bad")), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "bad"));

        KeptnAppVersion app = app("web", "Succeeded");
        KeptnWorkloadVersion workload = workload("web-web", "1.0", "Succeeded");
        runs("web", "1.0");
        assertThat(List.of(app.getStatus().preDeploymentStatus, workload.getStatus().preDeploymentStatus)).containsOnly("Warning");
        for (String reason : List.of("AppPreDeployTasksSucceeded", "WorkloadPreDeployTasksSucceeded")) {
            eventually(() -> assertThat(events()).filteredOn(e -> reason.equals(e.getReason())).singleElement().satisfies(e -> assertThat(e.getType()).isEqualTo("Warning"))
                    .satisfies(e -> assertThat(e.getMessage()).contains("bad", "not blocked")));
        }
        assertThat(events()).noneMatch(e -> e.getReason().endsWith("Errored"));
        eventually(() -> assertThat(reasons(app)).endsWith("Completed"));
    }

    @Test
    void aConfigOfAnotherNamespaceDoesNotCount() {
        KeptnConfigSpec spec = new KeptnConfigSpec();
        spec.blockDeployment = false;
        configure(namespace, spec);
        apply(Manifests.task("bad", "fail"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "bad"));

        workload("web-web", "1.0", "Failed");
        held("web", "1.0");
    }

    @Test
    void podsThatDoNotGetReadyInTimeEndTheDeployment() {
        KeptnConfigSpec spec = new KeptnConfigSpec();
        spec.observabilityTimeout = "3s";
        configure(ControlPlane.SYSTEM, spec);
        apply(Manifests.template("Deployment", "web", "1.0", "", "dromon.dev/sandbox: never-ready", "keptn.sh/workload: web, keptn.sh/version: \"1.0\""));

        KeptnWorkloadVersion workload = workload("web-web", "1.0", "Failed");
        assertThat(Duration.between(Instant.parse(workload.getStatus().deploymentStartTime), Instant.parse(workload.getStatus().endTime)))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
        assertThat(List.of(workload.getStatus().postDeploymentStatus, workload.getStatus().postDeploymentEvaluationStatus)).containsOnly("Deprecated");
        KeptnAppVersion app = app("web", "Failed");
        eventually(() -> assertThat(reasons(workload)).contains("WorkloadDeployStarted", "WorkloadDeployErrored").doesNotContain("WorkloadPostDeployTasksStarted"));
        eventually(() -> assertThat(reasons(app)).contains("AppDeployErrored").doesNotContain("AppPostDeployTasksStarted"));
        assertThat(events()).filteredOn(e -> "WorkloadDeployErrored".equals(e.getReason())).singleElement().satisfies(e -> assertThat(e.getMessage()).contains("3"));
    }

    private void configure(String where, KeptnConfigSpec spec) {
        KeptnConfig config = new KeptnConfig();
        config.setMetadata(new ObjectMetaBuilder().withName("config").withNamespace(where).build());
        config.setSpec(spec);
        client.resource(config).create();
    }
}
