package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnTask;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A quota that leaves no room for what a flow needs. */
class QuotaTest extends FlowTest {

    @Test
    void jobsThatTheQuotaRefusesAreNamedAndMadeWhenThereIsRoom() {
        quota("count/jobs.batch", "0");
        apply(Manifests.task("check"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check"));

        eventually(() -> assertThat(workload("web-web", "1.0", "Progressing").getStatus().conditions).filteredOn(QuotaTest::blocked).singleElement()
                .satisfies(c -> assertThat(c.getReason()).isEqualTo("JobRefused")).satisfies(c -> assertThat(c.getMessage()).contains("exceeded quota")));
        assertThat(tasks()).singleElement().satisfies(t -> assertThat(t.getStatus().reason).isEqualTo("JobRefused"));
        eventually(() -> assertThat(events().stream().filter(e -> "Pod".equals(e.getInvolvedObject().getKind()))).singleElement()
                .satisfies(e -> assertThat(e.getReason()).isEqualTo("JobRefused")));
        held("web", "1.0");
        List<String> still = versions();
        throughout(Duration.ofSeconds(1), () -> assertThat(versions()).as("nothing is written while nothing changes").isEqualTo(still));

        quota("count/jobs.batch", "1");
        app("web", "Succeeded");
        runs("web", "1.0");
        assertThat(jobs()).hasSize(1);
        eventually(() -> assertThat(events().stream().filter(e -> "CreateTaskErrored".equals(e.getReason()))).as("told once").hasSize(1));
    }

    @Test
    void tasksWhosePodsTheQuotaRefusesWaitUntilThereIsRoomOrTheirTimeIsOver() {
        apply(Manifests.task("check"), Manifests.task("impatient").replace("retries: 0", "retries: 0\n  timeout: 2s"));
        quota("pods", "2");
        apply(Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check"), Manifests.deployment("hasty", "1.0", "pre-deployment-tasks", "impatient"));
        held("web", "1.0");
        KeptnAppVersion hasty = app("hasty", "Failed");

        eventually(() -> assertThat(tasks()).filteredOn(t -> t.getSpec().taskDefinition.equals("impatient")).extracting(QuotaTest::outcome).containsExactly("Failed DeadlineExceeded"));
        assertThat(hasty.getStatus().endTime).isNotNull();
        assertThat(taskStates()).contains("check 1.0 Progressing");
        held("hasty", "1.0");
        held("web", "1.0");

        quota("pods", "10");
        app("web", "Succeeded");
        runs("web", "1.0");
        held("hasty", "1.0");
        assertThat(jobs()).hasSize(2);
    }

    private List<String> versions() {
        return List.of(tasks().get(0).getMetadata().getResourceVersion(), workload("web-web", "1.0", "Progressing").getMetadata().getResourceVersion());
    }

    private static boolean blocked(Condition condition) {
        return "Blocked".equals(condition.getType()) && "True".equals(condition.getStatus());
    }

    private static String outcome(KeptnTask task) {
        return task.getStatus().status + " " + task.getStatus().reason;
    }

    /** The quota counts only once its controller has seen it. */
    private void quota(String resource, String limit) {
        apply("""
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: quota}
                spec: {hard: {%s: "%s"}}
                """.formatted(resource, limit));
        eventually(() -> assertThat(client.resourceQuotas().inNamespace(namespace).withName("quota").get().getStatus().getHard()).isEqualTo(Map.of(resource, Quantity.parse(limit))));
    }
}
