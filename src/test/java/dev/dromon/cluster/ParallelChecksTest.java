package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnWorkloadVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks of one phase run side by side; the order of their list means nothing. */
class ParallelChecksTest extends FlowTest {

    private static final List<String> TASKS = List.of("one", "two", "three", "four", "five");
    private static final int ORDERS = 10;

    @Test
    void fiveTasksStartWithinOneSecond() {
        TASKS.forEach(t -> apply(Manifests.task(t)));
        apply(Manifests.deployment("web", "1.0", "pre-deployment-tasks", String.join(",", TASKS)));

        app("web", "Succeeded");
        assertThat(tasks("web-web")).hasSize(TASKS.size());
        assertThat(spread(tasks("web-web"))).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void tenOrdersOfPassingAndFailingTasksComeToTheSame() {
        TASKS.forEach(t -> apply(Manifests.task(t, t.equals("three") ? "fail" : "")));
        Random random = new Random(7);
        for (int i = 0; i < ORDERS; i++) {
            List<String> order = new ArrayList<>(TASKS);
            Collections.shuffle(order, random);
            apply(Manifests.deployment("web-" + i, "1.0", "pre-deployment-tasks", String.join(",", order)));
        }

        Map<String, String> expected = TASKS.stream().collect(Collectors.toMap(t -> t, t -> t.equals("three") ? "Failed" : "Succeeded", (a, b) -> a, TreeMap::new));
        for (int i = 0; i < ORDERS; i++) {
            String workload = "web-" + i + "-web-" + i;
            KeptnWorkloadVersion version = workload(workload, "1.0", "Failed");
            assertThat(version.getStatus().preDeploymentStatus).isEqualTo("Failed");
            assertThat(version.getStatus().deploymentStatus).isEqualTo("Deprecated");
            eventually(() -> assertThat(outcome(workload)).isEqualTo(expected));
            held("web-" + i, "1.0");
        }
    }

    private Map<String, String> outcome(String workload) {
        return tasks(workload).stream().collect(Collectors.toMap(t -> t.getSpec().taskDefinition, t -> t.getStatus().status, (a, b) -> a + b, TreeMap::new));
    }

    private List<KeptnTask> tasks(String workload) {
        return client.resources(KeptnTask.class).inNamespace(namespace).list().getItems().stream().filter(t -> workload.equals(t.getSpec().context.workloadName)).toList();
    }

    private static Duration spread(List<KeptnTask> tasks) {
        List<Instant> starts = tasks.stream().map(t -> Instant.parse(t.getStatus().startTime)).sorted().toList();
        return Duration.between(starts.get(0), starts.get(starts.size() - 1));
    }
}
