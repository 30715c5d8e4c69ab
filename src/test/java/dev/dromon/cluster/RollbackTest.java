package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.ApprovedRevisions;
import dev.dromon.api.KeptnApp;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.VersionStatus;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A version that comes back, or that is tried again. */
class RollbackTest extends FlowTest {

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet"})
    void anEarlierVersionIsCheckedAnewAlthoughItPassedBefore(String kind) {
        apply(Manifests.task("gatekeeper", "hang"), Manifests.workload(kind, "store", "1.0", "pre-deployment-tasks", "gatekeeper"));
        letJobsEnd();
        app("store", "Succeeded");
        apply(Manifests.workload(kind, "store", "2.0"));
        eventually(() -> assertThat(appVersions("store")).extracting(RollbackTest::state).containsExactly("Succeeded", "Succeeded"));
        eventually(() -> assertThat(approved()).contains("store-store-2.0").doesNotContain("store-store-1.0"));

        apply(Manifests.workload(kind, "store", "1.0", "pre-deployment-tasks", "gatekeeper"));
        held("store", "1.0");
        staysHeld("store", "1.0", Duration.ofSeconds(2));
        letJobsEnd();

        eventually(() -> assertThat(runs()).extracting(v -> v.getSpec().version + " run " + v.getSpec().attempt + " " + state(v))
                .containsExactlyInAnyOrder("1.0 run 1 Succeeded", "2.0 run 1 Succeeded", "1.0 run 2 Succeeded"));
        assertThat(client.resources(KeptnTask.class).inNamespace(namespace).list().getItems()).hasSize(2);
        runs("store", "1.0");
        assertThat(appVersions("store")).extracting(v -> v.getSpec().version).containsExactly("1.0", "2.0", "1.0");
    }

    @Test
    void aNewRevisionGivesAFailedVersionAnotherRun() {
        apply(Manifests.task("check", "fail"), Manifests.deployment("store", "1.0", "pre-deployment-tasks", "check"));
        app("store", "Failed");

        apply(Manifests.task("check"));
        client.resources(KeptnApp.class).inNamespace(namespace).withName("store").edit(app -> {
            app.getSpec().revision = 2;
            return app;
        });

        eventually(() -> assertThat(appVersions("store")).extracting(RollbackTest::state).containsExactly("Failed", "Succeeded"));
        assertThat(runs()).extracting(v -> v.getSpec().attempt + " " + state(v)).containsExactlyInAnyOrder("1 Failed", "2 Succeeded");
        assertThat(events()).filteredOn(e -> e.getReason().equals("CreateAppCreationRequest") || e.getReason().equals("UpdateWorkload"))
                .as("a revision is neither a discovery nor a change of the workload").hasSize(1);
        runs("store", "1.0");
    }

    private List<KeptnWorkloadVersion> runs() {
        return client.resources(KeptnWorkloadVersion.class).inNamespace(namespace).list().getItems();
    }

    private static String state(CustomResource<?, ? extends VersionStatus> version) {
        return version.getStatus() == null ? "" : version.getStatus().status;
    }

    private List<String> approved() {
        ApprovedRevisions list = client.resources(ApprovedRevisions.class).inNamespace(namespace).withName("dromon").get();
        return list == null || list.getSpec() == null ? List.of() : List.copyOf(list.getSpec().revisions.values());
    }
}
