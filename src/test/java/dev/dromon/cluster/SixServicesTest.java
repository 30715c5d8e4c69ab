package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnTask;
import io.fabric8.kubernetes.api.model.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Six services of one discovered app, with tasks and evaluations at every place the page knows. */
class SixServicesTest extends FlowTest {

    private static final List<String> SERVICES = 
            List.of("podtato-head-entry", "podtato-head-hat", "podtato-head-left-arm", "podtato-head-left-leg", "podtato-head-right-arm", "podtato-head-right-leg");

    private static final List<String> APP_TREE = """
            AppPreDeployTasksStarted
            AppPreDeployTasksSucceeded
            AppPreDeployEvaluationsStarted
            AppPreDeployEvaluationsSucceeded
            AppDeployStarted
            AppDeploySucceeded
            AppPostDeployTasksStarted
            AppPostDeployTasksSucceeded
            AppPostDeployEvaluationsStarted
            AppPostDeployEvaluationsSucceeded
            PromotionTasksStarted
            PromotionTasksSucceeded
            Completed
            """.lines().toList();

    private static final List<String> WORKLOAD_TREE = """
            WorkloadPreDeployTasksStarted
            WorkloadPreDeployTasksSucceeded
            WorkloadPreDeployEvaluationsStarted
            WorkloadPreDeployEvaluationsSucceeded
            WorkloadDeployStarted
            WorkloadDeploySucceeded
            WorkloadPostDeployTasksStarted
            WorkloadPostDeployTasksSucceeded
            WorkloadPostDeployEvaluationsStarted
            WorkloadPostDeployEvaluationsSucceeded
            """.lines().toList();

    @Test
    void allPhasesOfAppAndWorkloadsRunInTheOrderOfThePage() {
        checks();
        SERVICES.forEach(this::service);

        KeptnAppVersion app = app("podtato-head", "Succeeded");
        eventually(() -> assertThat(phases(app.getMetadata().getName())).isEqualTo(APP_TREE));
        SERVICES.forEach(s -> assertThat(phases("podtato-head-" + s + "-0.1.0")).as(s).isEqualTo(WORKLOAD_TREE));
        assertThat(phaseEvents()).extracting(e -> e.getInvolvedObject().getName() + " " + e.getReason()).doesNotHaveDuplicates()
                .hasSize(APP_TREE.size() + SERVICES.size() * WORKLOAD_TREE.size());
        assertThat(enclosed("AppDeployStarted", "AppDeploySucceeded")).hasSize(SERVICES.size() * WORKLOAD_TREE.size()).allMatch(r -> r.startsWith("Workload"));
        SERVICES.forEach(s -> runs(s, "0.1.0"));
        assertThat(events()).allSatisfy(e -> assertThat(e.getType()).as(e.getMessage()).isEqualTo("Normal"));
    }

    @Test
    void theDiscoveredAppListsAllWorkloadsAndEachCheckRanOnce() {
        checks();
        SERVICES.forEach(this::service);

        KeptnAppVersion app = app("podtato-head", "Succeeded");
        assertThat(app.getSpec().version).isEqualTo("95a0b0ddca");
        assertThat(app.getMetadata().getName()).isEqualTo("podtato-head-95a0b0ddca-6b86b273");
        assertThat(app.getSpec().workloads).extracting(w -> w.name).containsExactlyInAnyOrderElementsOf(SERVICES);
        assertThat(appVersions("podtato-head")).hasSize(1);
        List<KeptnTask> tasks = client.resources(KeptnTask.class).inNamespace(namespace).list().getItems();
        assertThat(tasks).hasSize(3 + 2 * SERVICES.size()).allMatch(t -> "Succeeded".equals(t.getStatus().status));
        assertThat(client.batch().v1().jobs().inNamespace(namespace).list().getItems()).hasSize(tasks.size());
        List<String> created = events().stream().filter(e -> e.getReason().equals("CreateTask")).map(Event::getMessage).toList();
        assertThat(created).doesNotHaveDuplicates().hasSize(tasks.size());
    }

    private void checks() {
        apply(Manifests.metric("load"));
        measure("load", "5");
        apply(Manifests.task("check"), Manifests.evaluation("calm", "load", "<10"), Manifests.context("podtato-head", Map.of("preDeploymentTasks", "check", "postDeploymentTasks", "check",
                "preDeploymentEvaluations", "calm", "postDeploymentEvaluations", "calm", "promotionTasks", "check")));
    }

    private void service(String name) {
        apply(Manifests.deployment(name, "0.1.0", "app", "podtato-head", "pre-deployment-tasks", "check", "post-deployment-tasks", "check", "pre-deployment-evaluations", "calm",
                "post-deployment-evaluations", "calm"));
    }

    private List<Event> phaseEvents() {
        return events().stream().filter(e -> e.getReason().endsWith("Started") || e.getReason().endsWith("Succeeded") || e.getReason().equals("Completed")).toList();
    }

    private List<String> phases(String object) {
        return phaseEvents().stream().filter(e -> object.equals(e.getInvolvedObject().getName())).map(Event::getReason).toList();
    }

    private List<String> enclosed(String from, String to) {
        List<String> all = new ArrayList<>(phaseEvents().stream().map(Event::getReason).toList());
        return all.subList(all.indexOf(from) + 1, all.indexOf(to));
    }
}
