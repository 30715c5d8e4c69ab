package dev.dromon.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.sandbox.Manifests;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailingCheckTest {

    private final List<HasMetadata> application = Manifests.read(Path.of("examples", "podtato-head"));

    @Test
    void taskOfTheWorkloadFailsAndNoOther() {
        List<HasMetadata> changed = FailingCheck.in(application, "hat");
        assertThat(failing(changed)).containsExactly("check-hat-service");
        assertThat(changed).hasSameSizeAs(application);
    }

    @Test
    void workloadWithoutTaskGetsOneThatFails() {
        List<HasMetadata> changed = FailingCheck.in(application, "right-leg");
        assertThat(failing(changed)).containsExactly("check-right-leg");
        var deployment = FailingCheck.workloads(changed).get("right-leg");
        assertThat(deployment.getSpec().getTemplate().getMetadata().getAnnotations()).containsEntry("keptn.sh/pre-deployment-tasks", "check-right-leg");
        assertThat(changed.stream().map(o -> o.getMetadata().getName()).toList()).as("the definition comes before the workload")
                .containsSubsequence("check-right-leg", "podtato-head-right-leg");
    }

    private static List<String> failing(List<HasMetadata> objects) {
        return objects.stream().filter(o -> Map.of("dromon.dev/sandbox", "fail").equals(o.getMetadata().getAnnotations())).map(o -> o.getMetadata().getName()).toList();
    }
}
