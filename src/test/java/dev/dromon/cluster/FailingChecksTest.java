package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnWorkloadVersion;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A failing check before deployment: the pods stay pending, everybody is told why, and a corrected new version goes through. */
class FailingChecksTest extends FlowTest {

    private static final Duration WINDOW = Duration.ofSeconds(3);

    @BeforeEach
    void checks() {
        apply(Manifests.metric("load"));
        measure("load", "50");
        apply(Manifests.task("good"), Manifests.task("bad", "fail"), Manifests.evaluation("calm", "load", "<10"));
    }

    @Test
    void aFailingWorkloadPreTaskKeepsThePodsPending() {
        apply(Manifests.deployment("web", "1.0", "pre-deployment-tasks", "bad"));

        KeptnWorkloadVersion version = workload("web-web", "1.0", "Failed");
        told(version.getMetadata().getUid(), "WorkloadPreDeployTasksErrored", "bad");
        assertThat(version.getStatus().preDeploymentEvaluationStatus).isEqualTo("Deprecated");
        workloadFailed(version);
        appFailedInDeploy();
        staysHeld("web", "1.0", WINDOW);
        toldOnPodAndDeployment("bad");

        apply(Manifests.deployment("web", "1.1", "pre-deployment-tasks", "good"));
        goesThrough();
    }

    @Test
    void aFailingWorkloadPreEvaluationKeepsThePodsPending() {
        apply(Manifests.deployment("web", "1.0", "pre-deployment-evaluations", "calm"));

        KeptnWorkloadVersion version = workload("web-web", "1.0", "Failed");
        told(version.getMetadata().getUid(), "WorkloadPreDeployErrored", "calm");
        assertThat(version.getStatus().preDeploymentStatus).isEqualTo("Succeeded");
        assertThat(version.getStatus().preDeploymentEvaluationStatus).isEqualTo("Failed");
        workloadFailed(version);
        appFailedInDeploy();
        staysHeld("web", "1.0", WINDOW);
        toldOnPodAndDeployment("calm");

        measure("load", "5");
        staysHeld("web", "1.0", Duration.ofSeconds(1));
        apply(Manifests.deployment("web", "1.1", "pre-deployment-evaluations", "calm"));
        goesThrough();
    }

    @Test
    void aFailingAppPreTaskKeepsThePodsPending() {
        apply(Manifests.context("web", Map.of("preDeploymentTasks", "bad")), Manifests.deployment("web", "1.0"));

        KeptnAppVersion version = app("web", "Failed");
        told(version.getMetadata().getUid(), "AppPreDeployTasksErrored", "bad");
        assertThat(version.getStatus().preDeploymentStatus).isEqualTo("Failed");
        assertThat(version.getStatus().preDeploymentEvaluationStatus).isEqualTo("Deprecated");
        appFailed(version);
        staysHeld("web", "1.0", WINDOW);
        toldOnPodAndDeployment("AppPreDeployTasks");

        apply(Manifests.context("web", Map.of("preDeploymentTasks", "good")), Manifests.deployment("web", "1.1"));
        goesThrough();
    }

    @Test
    void aFailingAppPreEvaluationKeepsThePodsPending() {
        apply(Manifests.context("web", Map.of("preDeploymentEvaluations", "calm")), Manifests.deployment("web", "1.0"));

        KeptnAppVersion version = app("web", "Failed");
        told(version.getMetadata().getUid(), "AppPreDeployEvaluationsErrored", "calm");
        assertThat(version.getStatus().preDeploymentStatus).isEqualTo("Succeeded");
        assertThat(version.getStatus().preDeploymentEvaluationStatus).isEqualTo("Failed");
        appFailed(version);
        staysHeld("web", "1.0", WINDOW);
        toldOnPodAndDeployment("AppPreDeployEvaluations");

        measure("load", "5");
        apply(Manifests.deployment("web", "1.1"));
        goesThrough();
    }

    private void goesThrough() {
        workload("web-web", "1.1", "Succeeded");
        assertThat(app("web", "Succeeded").getSpec().version).isEqualTo("1.1");
        runs("web", "1.1");
        eventually(() -> assertThat(pods("web", "1.0")).isEmpty());
    }

    private static void workloadFailed(KeptnWorkloadVersion version) {
        assertThat(List.of(version.getStatus().deploymentStatus, version.getStatus().postDeploymentStatus, version.getStatus().postDeploymentEvaluationStatus)).containsOnly("Deprecated");
        assertThat(version.getStatus().endTime).isNotNull();
    }

    private static void appFailed(KeptnAppVersion version) {
        assertThat(version.getStatus().workloadOverallStatus).isEqualTo("Deprecated");
        afterDeployment(version);
    }

    private static void afterDeployment(KeptnAppVersion version) {
        assertThat(List.of(version.getStatus().postDeploymentStatus, version.getStatus().postDeploymentEvaluationStatus, version.getStatus().promotionStatus)).containsOnly("Deprecated");
        assertThat(version.getStatus().endTime).isNotNull();
    }

    private void appFailedInDeploy() {
        KeptnAppVersion app = app("web", "Failed");
        told(app.getMetadata().getUid(), "AppDeployErrored", "web 1.0");
        assertThat(app.getStatus().workloadOverallStatus).isEqualTo("Failed");
        afterDeployment(app);
    }

    private void told(String uid, String reason, String cause) {
        eventually(() -> assertThat(events()).filteredOn(e -> uid.equals(e.getInvolvedObject().getUid()) && e.getReason().endsWith("Errored")).singleElement()
                .satisfies(e -> assertThat(e.getReason()).isEqualTo(reason)).satisfies(e -> assertThat(e.getType()).isEqualTo("Warning"))
                .satisfies(e -> assertThat(e.getMessage()).contains(cause)));
    }

    private void toldOnPodAndDeployment(String cause) {
        for (String kind : List.of("Pod", "Deployment")) {
            eventually(() -> assertThat(events().stream().filter(e -> kind.equals(e.getInvolvedObject().getKind()))).as(kind).hasSize(1)
                    .allSatisfy(e -> assertThat(e.getType()).isEqualTo("Warning")).extracting(Event::getMessage).allMatch(m -> m.contains(cause)));
        }
    }
}
