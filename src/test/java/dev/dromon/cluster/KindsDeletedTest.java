package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.kube.LogCapture;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Custom resource definitions are deleted, with all their objects, and created again: on a control plane of its own, since that ends every flow there is. */
class KindsDeletedTest extends FlowTest {

    private static ControlPlane own;

    @Override
    ControlPlane controlPlane() {
        own = own == null ? ControlPlane.own() : own;
        return own;
    }

    @AfterAll
    static void down() {
        own.down();
    }

    @Test
    void theRuntimeGoesOnWithoutARestartWhenTheyAreBack() {
        try (LogCapture log = new LogCapture("dev.dromon", Level.INFO)) {
            apply(Manifests.metric("load"), Manifests.evaluation("calm", "load", "<2").replace("retries: 1", "retries: 1000"), Manifests.task("check"), Manifests.task("first", "hang"),
                    Manifests.deployment("metric", "1.0", "pre-deployment-evaluations", "calm"),
                    Manifests.deployment("task", "1.0", "pre-deployment-tasks", "first", "post-deployment-tasks", "check"));
            measure("load", "50");
            eventually(() -> assertThat(taskStates()).containsExactly("first 1.0 Progressing"));
            plane.kubectl("", "delete", "crd", "keptnmetrics.metrics.keptn.sh", "keptntaskdefinitions.lifecycle.keptn.sh");
            letJobsEnd();
            eventually(() -> assertThat(workload("task-task", "1.0", "Progressing").getStatus().conditions).anyMatch(c -> "DefinitionNotFound".equals(c.getReason())));
            held("metric", "1.0");

            install();
            apply(Manifests.metric("load"), Manifests.task("check"));
            measure("load", "1");
            app("task", "Succeeded");
            app("metric", "Succeeded");
            assertThat(taskStates()).containsExactly("check 1.0 Succeeded", "first 1.0 Succeeded");
            assertThat(jobs()).hasSize(2);

            plane.kubectl("", "delete", "crd", "-l", "app.kubernetes.io/part-of=dromon");
            install();
            apply(Manifests.task("check"), Manifests.deployment("again", "1.0", "pre-deployment-tasks", "check"), Manifests.deployment("task", "2.0", "pre-deployment-tasks", "check"));
            List.of("again", "task").forEach(name -> app(name, "Succeeded"));
            runs("again", "1.0");
            runs("task", "2.0");
            assertThat(taskStates()).containsExactly("check 1.0 Succeeded", "check 2.0 Succeeded");
            assertThat(log.at(Level.ERROR)).isEmpty();
            assertThat(log.at(Level.WARN)).extracting(LogCapture.Line::text).as("no flood").hasSizeLessThan(20);
        }
    }

    private void install() {
        plane.kubectl("", "apply", "-k", "kustomize/base");
        plane.kubectl("", "wait", "--for", "condition=Established", "crd", "-l", "app.kubernetes.io/part-of=dromon", "--timeout", "60s");
    }
}
