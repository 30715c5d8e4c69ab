package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnWorkloadVersion;
import io.fabric8.kubernetes.api.model.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The smallest flow: one Deployment with two annotations. */
class SingleDeploymentTest extends FlowTest {

    private static final List<String> TREE = """
            CreateAppCreationRequest
            CreateApp
            CreateAppVersion
            AppPreDeployTasksStarted
            AppPreDeployTasksSucceeded
            AppPreDeployEvaluationsStarted
            AppPreDeployEvaluationsSucceeded
            AppDeployStarted
              CreateWorkload
              CreateWorkloadVersion
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
              WorkloadCompleted
            AppDeploySucceeded
            AppPostDeployTasksStarted
            AppPostDeployTasksSucceeded
            AppPostDeployEvaluationsStarted
            AppPostDeployEvaluationsSucceeded
            PromotionTasksStarted
            PromotionTasksSucceeded
            AppCompleted
            Completed
            """.lines().map(String::trim).toList();

    @Test
    void oneDeploymentGoesThroughAllPhasesInTheOrderOfThePage() {
        apply(Manifests.deployment("web", "1.0"));

        KeptnAppVersion app = app("web", "Succeeded");
        eventually(() -> assertThat(story()).isEqualTo(TREE));
        runs("web", "1.0");
        assertThat(app.getMetadata().getName()).isEqualTo("web-1.0-6b86b273");
        assertThat(app.getStatus().currentPhase).isEqualTo("Completed");
        assertThat(app.getSpec().workloads).singleElement().satisfies(w -> assertThat(w.name + " " + w.version).isEqualTo("web 1.0"));
        KeptnWorkloadVersion workload = workload("web-web", "1.0", "Succeeded");
        assertThat(workload.getMetadata().getName()).isEqualTo("web-web-1.0");
        assertThat(events()).allMatch(e -> "Normal".equals(e.getType()));
    }

    @Test
    void phasesAreToldOnTheirVersionsAndEachOnce() {
        apply(Manifests.deployment("web", "1.0"));

        KeptnAppVersion app = app("web", "Succeeded");
        KeptnWorkloadVersion workload = workload("web-web", "1.0", "Succeeded");
        eventually(() -> assertThat(story()).endsWith("Completed"));
        assertThat(events()).filteredOn(e -> e.getReason().endsWith("Started") || e.getReason().endsWith("Succeeded")).allSatisfy(e -> assertThat(e.getInvolvedObject().getUid())
                .isEqualTo(e.getReason().startsWith("Workload") ? workload.getMetadata().getUid() : app.getMetadata().getUid()));
        assertThat(events()).extracting(e -> e.getReason() + e.getInvolvedObject().getUid() + e.getMessage()).doesNotHaveDuplicates();
        assertThat(events()).allSatisfy(e -> assertThat(e.getCount()).isEqualTo(1));
    }

    /** All events but those that tell each step on the way of an item: how many steps are seen depends on how fast they are. */
    private List<String> story() {
        return events().stream().map(Event::getReason).filter(r -> !r.startsWith("Reconcile")).toList();
    }
}
