package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.kube.LogCapture;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

/** A namespace goes while flows run in it. */
class NamespaceDeletedTest extends FlowTest {

    @Test
    void nothingOfOursBlocksItAndOtherNamespacesGoOn() {
        try (LogCapture log = new LogCapture("dev.dromon", Level.INFO)) {
            flows();
            String going = namespace;
            namespace = namespace(true);
            apply(Manifests.task("check", "hang"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check"));
            eventually(() -> assertThat(taskStates()).containsExactly("check 1.0 Progressing"));

            client.namespaces().withName(going).delete();
            letJobsEnd();
            app("web", "Succeeded");
            runs("web", "1.0");
            eventually(() -> assertThat(client.namespaces().withName(going).get()).isNull());
            apply(Manifests.deployment("web", "2.0"));
            runs("web", "2.0");
            assertThat(log.worseThanInfo()).extracting(LogCapture.Line::text).isEmpty();
            assertThat(log.at(Level.INFO)).extracting(LogCapture.Line::text).as("one line per change of state").doesNotHaveDuplicates();
        }
    }

    /** One that waits for a Job, one for a metric, one for a definition, one for its pods, one that is through, and some more. */
    private void flows() {
        apply(Manifests.metric("load"), Manifests.task("check", "hang"), Manifests.task("quick"), Manifests.evaluation("calm", "load", "<2").replace("retries: 1", "retries: 1000"),
                Manifests.deployment("job", "1.0", "pre-deployment-tasks", "check"), Manifests.deployment("metric", "1.0", "pre-deployment-evaluations", "calm"),
                Manifests.deployment("definition", "1.0", "pre-deployment-tasks", "missing"), Manifests.workload("StatefulSet", "through", "1.0", "pre-deployment-tasks", "quick"),
                Manifests.template("Deployment", "pods", "1.0", "", "dromon.dev/sandbox: never-ready", "keptn.sh/workload: pods, keptn.sh/version: \"1.0\""),
                Manifests.deployment("front", "1.0", "app", "shop", "pre-deployment-tasks", "check"), Manifests.deployment("back", "1.0", "app", "shop", "post-deployment-tasks", "check"));
        app("through", "Succeeded");
        runs("back", "1.0");
        List.of("job", "metric", "definition", "front").forEach(name -> held(name, "1.0"));
        eventually(() -> assertThat(taskStates()).containsExactly("check 1.0 Progressing", "check 1.0 Progressing", "check 1.0 Progressing", "quick 1.0 Succeeded"));
    }
}
