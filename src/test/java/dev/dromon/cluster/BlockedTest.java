package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnTaskDefinition;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a flow needs and does not find is named, once, and the flow goes on by itself when it comes. */
class BlockedTest extends FlowTest {

    @Test
    void aMissingTaskDefinitionIsNamedAndTheFlowGoesOnWhenItIsThere() {
        apply(Manifests.deployment("web", "1.0", "pre-deployment-tasks", "later"));
        blocked(() -> workload("web-web", "1.0", "Progressing").getStatus().conditions, "DefinitionNotFound", "later");
        told("CreateTaskErrored", "later");
        eventually(() -> assertThat(events().stream().filter(e -> "Pod".equals(e.getInvolvedObject().getKind()))).singleElement()
                .satisfies(e -> assertThat(e.getReason()).isEqualTo("DefinitionNotFound")));
        staysHeld("web", "1.0", Duration.ofSeconds(1));

        apply(Manifests.task("later"));
        app("web", "Succeeded");
        runs("web", "1.0");
        assertThat(workload("web-web", "1.0", "Succeeded").getStatus().conditions).filteredOn(c -> "Blocked".equals(c.getType())).singleElement()
                .satisfies(c -> assertThat(c.getStatus()).isEqualTo("False"));
        told("CreateTaskErrored", "later");
    }

    @Test
    void aMissingEvaluationDefinitionIsNamedAndTheFlowGoesOnWhenItIsThere() {
        apply(Manifests.deployment("web", "1.0", "pre-deployment-evaluations", "later"));
        blocked(() -> workload("web-web", "1.0", "Progressing").getStatus().conditions, "DefinitionNotFound", "later");
        told("CreateEvaluationErrored", "later");

        apply(Manifests.metric("load"));
        measure("load", "1");
        apply(Manifests.evaluation("later", "load", "<2"));
        app("web", "Succeeded");
        runs("web", "1.0");
    }

    @Test
    void aWorkloadThatAnAppListsAndNobodyAppliedIsNamed() {
        apply("""
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnApp
                metadata: {name: shop}
                spec: {version: "1.0", workloads: [{name: front, version: "1.0"}]}
                """);
        blocked(() -> app("shop", "Progressing").getStatus().conditions, "WorkloadVersionNotFound", "front 1.0");
        told("ReconcileWorkloadErrored", "front 1.0");

        apply(Manifests.deployment("front", "1.0", "app", "shop"));
        app("shop", "Succeeded");
        runs("front", "1.0");
    }

    @Test
    void aWorkloadThatItsUsersAppLeavesOutIsNamed() {
        apply("""
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnApp
                metadata: {name: shop}
                spec: {version: "1.0", workloads: [{name: front, version: "1.0"}]}
                """, Manifests.deployment("front", "1.0", "app", "shop"), Manifests.deployment("back", "1.0", "app", "shop"));
        app("shop", "Succeeded");
        eventually(() -> assertThat(events()).filteredOn(e -> "AppVersionNotFound".equals(e.getReason())).hasSize(2).allSatisfy(e -> assertThat(e.getMessage()).contains("shop-back")));
        told("CreateAppVersionErrored", "shop-back");
        staysHeld("back", "1.0", Duration.ofSeconds(1));

        apply("""
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnApp
                metadata: {name: shop}
                spec: {version: "1.1", workloads: [{name: front, version: "1.0"}, {name: back, version: "1.0"}]}
                """);
        runs("back", "1.0");
        assertThat(app("shop", "Succeeded").getSpec().version).isEqualTo("1.1");
    }

    @Test
    void aDefinitionOfDromonsOwnNamespaceServesAll() {
        String name = "shared-" + namespace;
        applyTo(ControlPlane.SYSTEM, Manifests.task(name));
        apply(Manifests.deployment("web", "1.0", "pre-deployment-tasks", name));

        app("web", "Succeeded");
        runs("web", "1.0");
        client.resources(KeptnTaskDefinition.class).inNamespace(ControlPlane.SYSTEM).withName(name).delete();
    }

    private void blocked(Supplier<List<Condition>> conditions, String reason, String cause) {
        eventually(() -> assertThat(conditions.get()).filteredOn(c -> "Blocked".equals(c.getType())).singleElement().satisfies(c -> assertThat(c.getStatus()).isEqualTo("True"))
                .satisfies(c -> assertThat(c.getReason()).isEqualTo(reason)).satisfies(c -> assertThat(c.getMessage()).contains(cause)));
    }

    private void told(String reason, String cause) {
        eventually(() -> assertThat(events()).filteredOn(e -> reason.equals(e.getReason())).singleElement().satisfies(e -> assertThat(e.getType()).isEqualTo("Warning"))
                .extracting(Event::getMessage).asString().contains(cause));
    }
}
