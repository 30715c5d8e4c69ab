package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files that say v1beta1, as many of Keptn's users have them. */
class OldVersionsTest extends FlowTest {

    private static String old(String manifest) {
        return manifest.replace("keptn.sh/v1\n", "keptn.sh/v1beta1\n");
    }

    @Test
    void whatIsAppliedInTheOldVersionIsReadInTheNewOneAndFlows() {
        String manifests = old(Manifests.task("check") + Manifests.metric("load") + Manifests.evaluation("calm", "load", "<2")
                + Manifests.context("web", Map.of("preDeploymentTasks", "check", "postDeploymentEvaluations", "calm")));
        assertThat(manifests).doesNotContain("keptn.sh/v1\n").contains("lifecycle.keptn.sh/v1beta1", "metrics.keptn.sh/v1beta1");

        String said = plane.kubectl(manifests, "apply", "-n", namespace, "-f", "-");
        measure("load", "1");
        apply(Manifests.deployment("web", "1.0"));

        assertThat(said).contains("Warning: lifecycle.keptn.sh/v1beta1 of KeptnTaskDefinition is the same as lifecycle.keptn.sh/v1; write v1");
        app("web", "Succeeded");
        assertThat(plane.kubectl("", "get", "keptntaskdefinitions.v1.lifecycle.keptn.sh", "check", "-n", namespace, "-o", "jsonpath={.apiVersion}")).isEqualTo("lifecycle.keptn.sh/v1");
        assertThat(plane.kubectl("", "get", "keptnappversions.v1beta1.lifecycle.keptn.sh", "-n", namespace)).contains("web", "Completed");
        List<CustomResourceDefinition> crds = client.apiextensions().v1().customResourceDefinitions().withLabel("app.kubernetes.io/part-of", "dromon").list().getItems();
        assertThat(crds).filteredOn(crd -> crd.getSpec().getGroup().equals("lifecycle.keptn.sh")).isNotEmpty().allSatisfy(crd -> assertThat(crd.getStatus().getStoredVersions()).containsExactly("v1"));
    }
}
