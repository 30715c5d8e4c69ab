package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.kube.LogCapture;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The runtime's rights are taken away in mid-flow and given back. */
class RightsTest extends FlowTest {

    private static final Pattern WHAT = Pattern.compile(".*(route=\\S+ key=\\S+).*");

    private List<ClusterRoleBinding> rights;

    @BeforeEach
    void readRights() {
        rights = client.rbac().clusterRoleBindings().withLabel("app.kubernetes.io/part-of", "dromon").list().getItems();
        assertThat(rights).isNotEmpty();
        rights.forEach(r -> r.setMetadata(new ObjectMetaBuilder().withName(r.getMetadata().getName()).withLabels(r.getMetadata().getLabels()).build()));
    }

    @AfterEach
    void give() {
        rights.forEach(r -> client.resource(r).createOr(existing -> existing.update()));
    }

    @Test
    void theFlowGoesOnByItselfWhenTheyAreBackAndNoCheckRunsTwice() {
        try (LogCapture log = new LogCapture("dev.dromon", Level.WARN)) {
            apply(Manifests.task("first", "hang"), Manifests.task("second"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "first", "post-deployment-tasks", "second"));
            eventually(() -> assertThat(taskStates()).containsExactly("first 1.0 Progressing"));
            client.rbac().clusterRoleBindings().withLabel("app.kubernetes.io/part-of", "dromon").delete();
            apply(Manifests.deployment("late", "1.0", "pre-deployment-tasks", "second"));
            eventually(() -> assertThat(log.at(Level.WARN)).anyMatch(l -> l.text().contains("late")));
            letJobsEnd();
            throughout(Duration.ofSeconds(4), () -> assertThat(taskStates()).containsExactly("first 1.0 Progressing"));
            held("web", "1.0");
            held("late", "1.0");
            give();

            app("web", "Succeeded");
            app("late", "Succeeded");
            runs("web", "1.0");
            runs("late", "1.0");
            assertThat(taskStates()).containsExactly("first 1.0 Succeeded", "second 1.0 Succeeded", "second 1.0 Succeeded");
            assertThat(jobs()).hasSize(3);
            assertThat(log.at(Level.ERROR)).isEmpty();
            assertThat(log.at(Level.WARN)).extracting(l -> WHAT.matcher(l.text()).replaceAll("$1")).as("one line for what fails, not one for each time").doesNotHaveDuplicates();
            assertThat(log.at(Level.WARN)).extracting(LogCapture.Line::text).allMatch(l -> l.contains("is forbidden: User"));
        }
    }
}
