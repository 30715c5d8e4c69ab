package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnApp;
import dev.dromon.api.KeptnAppCreationRequest;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnTask;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An app whose KeptnApp its user wrote. */
class UserAppTest extends FlowTest {

    private static final int PAIRS = 10;

    @Test
    void aUserWrittenAppIsFollowedAndLeftAlone() {
        apply(app("1.0", 1), Manifests.deployment("front", "1.0", "app", "shop"), Manifests.deployment("back", "1.0", "app", "shop"));

        KeptnAppVersion version = app("shop", "Succeeded");
        assertThat(version.getMetadata().getName()).isEqualTo("shop-1.0-6b86b273");
        runs("front", "1.0");
        runs("back", "1.0");
        assertThat(client.resources(KeptnApp.class).inNamespace(namespace).withName("shop").require().getMetadata().getGeneration()).isEqualTo(1);
        assertThat(client.resources(KeptnAppCreationRequest.class).inNamespace(namespace).list().getItems()).isEmpty();
    }

    @Test
    void aNewRevisionRunsTheFlowAgain() {
        apply(Manifests.task("announce"), Manifests.context("shop", Map.of("preDeploymentTasks", "announce")));
        apply(app("1.0", 1), Manifests.deployment("front", "1.0", "app", "shop"), Manifests.deployment("back", "1.0", "app", "shop"));
        app("shop", "Succeeded");

        apply(app("1.0", 2));
        eventually(() -> assertThat(appVersions("shop")).extracting(v -> v.getMetadata().getName()).containsExactly("shop-1.0-6b86b273", "shop-1.0-d4735e3a"));
        KeptnAppVersion second = app("shop", "Succeeded");
        assertThat(second.getSpec().revision).isEqualTo(2);
        assertThat(client.resources(KeptnTask.class).inNamespace(namespace).list().getItems()).hasSize(2).allMatch(t -> "Succeeded".equals(t.getStatus().status));
        eventually(() -> assertThat(reasons(second)).endsWith("Completed"));
    }

    @Test
    void aNewVersionSupersedesTheRunningOneAndCancelsItsTasks() {
        apply(Manifests.task("endless", "hang"), Manifests.context("shop", Map.of("preDeploymentTasks", "endless")));
        apply(app("1.0", 1), Manifests.deployment("front", "1.0", "app", "shop"), Manifests.deployment("back", "1.0", "app", "shop"));
        eventually(() -> assertThat(client.batch().v1().jobs().inNamespace(namespace).list().getItems()).hasSize(1));
        KeptnAppVersion first = app("shop", "Progressing");

        apply(Manifests.context("shop", Map.of("preDeploymentTasks", "")), app("1.1", 1), Manifests.deployment("front", "1.1", "app", "shop"), Manifests.deployment("back", "1.1", "app", "shop"));
        KeptnAppVersion second = app("shop", "Succeeded");
        assertThat(second.getSpec().version).isEqualTo("1.1");
        assertThat(appVersions("shop").get(0).getStatus().status).isEqualTo("Deprecated");
        assertThat(appVersions("shop").get(0).getStatus().endTime).isNotNull();
        eventually(() -> assertThat(reasons(first)).contains("Cancelled", "Deprecated", "AppCompleted").doesNotContain("Completed"));
        eventually(() -> assertThat(client.batch().v1().jobs().inNamespace(namespace).list().getItems()).isEmpty());
        runs("front", "1.1");
        eventually(() -> assertThat(pods("front", "1.0")).isEmpty());
    }

    @Test
    void aContextAppliedRightBeforeItsAppCounts() {
        for (int i = 0; i < PAIRS; i++) {
            apply(Manifests.context("shop-" + i, Map.of("preDeploymentTasks", "check")), app("1.0", 1).replace("name: shop}", "name: shop-" + i + "}"));
        }

        for (int i = 0; i < PAIRS; i++) {
            String name = "shop-" + i;
            eventually(() -> assertThat(appVersions(name)).singleElement().satisfies(v -> assertThat(v.getSpec().preDeploymentTasks).containsExactly("check")));
        }
    }

    private static String app(String version, int revision) {
        return """
                ---
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnApp
                metadata: {name: shop}
                spec:
                  version: "%s"
                  revision: %d
                  workloads: [{name: front, version: "%s"}, {name: back, version: "%s"}]
                """.formatted(version, revision, version, version);
    }
}
