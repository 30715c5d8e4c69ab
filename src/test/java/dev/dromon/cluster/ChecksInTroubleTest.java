package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnTaskDefinition;
import dev.dromon.api.KeptnWorkloadVersion;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can happen to the checks of a flow while it runs. */
class ChecksInTroubleTest extends FlowTest {

    @Test
    void aTaskWhoseImageNeverStartsFailsInTimeAndThePodsStayHeld() {
        apply(Manifests.task("check", "unpullable").replace("retries: 0", "retries: 3\n  timeout: 2s"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check"));

        KeptnWorkloadVersion version = workload("web-web", "1.0", "Failed");
        assertThat(version.getStatus().preDeploymentStatus).isEqualTo("Failed");
        assertThat(tasks()).singleElement().satisfies(t -> assertThat(t.getStatus().status + " " + t.getStatus().reason).isEqualTo("Failed DeadlineExceeded"));
        app("web", "Failed");
        staysHeld("web", "1.0", Duration.ofSeconds(1));
    }

    @Test
    void aJobThatIsDeletedWhileItRunsFailsItsTaskAndIsNotMadeAgain() {
        apply(Manifests.task("check", "hang"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check"));
        eventually(() -> assertThat(taskStates()).containsExactly("check 1.0 Progressing"));
        client.batch().v1().jobs().inNamespace(namespace).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();

        workload("web-web", "1.0", "Failed");
        assertThat(tasks()).singleElement().satisfies(t -> assertThat(t.getStatus().status + " " + t.getStatus().reason).isEqualTo("Failed JobNotFound"));
        app("web", "Failed");
        throughout(Duration.ofSeconds(1), () -> assertThat(jobs()).isEmpty());
        staysHeld("web", "1.0", Duration.ofSeconds(1));
    }

    @Test
    void aJobThatSomebodySuspendsIsNamedAndGoesOnWhenItMay() {
        apply(Manifests.task("check", "hang"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check"));
        eventually(() -> assertThat(taskStates()).containsExactly("check 1.0 Progressing"));
        suspend(true);
        eventually(() -> assertThat(workload("web-web", "1.0", "Progressing").getStatus().conditions).filteredOn(c -> "Progressing".equals(c.getType())).singleElement()
                .satisfies(c -> assertThat(c.getReason()).isEqualTo("JobSuspended")).satisfies(c -> assertThat(c.getMessage()).contains(jobs().get(0).getMetadata().getName())));
        assertThat(blocked()).isEmpty();
        held("web", "1.0");

        suspend(false);
        letJobsEnd();
        app("web", "Succeeded");
        assertThat(jobs()).hasSize(1);
        assertThat(tasks()).singleElement().satisfies(t -> assertThat(t.getStatus().reason).isNull());
    }

    private void suspend(boolean suspended) {
        client.resource(jobs().get(0)).edit(job -> {
            job.getSpec().setSuspend(suspended);
            return job;
        });
    }

    @Test
    void aDefinitionThatIsDeletedInMidFlowIsNamedWhenItIsNeededAgain() {
        apply(Manifests.task("check", "hang"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check", "post-deployment-tasks", "check"));
        eventually(() -> assertThat(taskStates()).containsExactly("check 1.0 Progressing"));
        client.resources(KeptnTaskDefinition.class).inNamespace(namespace).withName("check").delete();
        letJobsEnd();

        runs("web", "1.0");
        eventually(() -> assertThat(blocked()).singleElement().satisfies(c -> assertThat(c.getReason()).isEqualTo("DefinitionNotFound"))
                .satisfies(c -> assertThat(c.getMessage()).contains("WorkloadPostDeployTasks", "check")));
        assertThat(taskStates()).containsExactly("check 1.0 Succeeded");

        apply(Manifests.task("check"));
        app("web", "Succeeded");
        assertThat(taskStates()).containsExactly("check 1.0 Succeeded", "check 1.0 Succeeded");
        assertThat(jobs()).hasSize(2);
        assertThat(blocked()).isEmpty();
    }

    @Test
    void aDefinitionThatIsEditedInMidFlowCountsForJobsToComeAndNotForRunningOnes() {
        apply(Manifests.task("check", "hang"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check", "post-deployment-tasks", "check"));
        eventually(() -> assertThat(jobs()).hasSize(1));
        String first = jobs().get(0).getMetadata().getUid();
        apply(Manifests.task("check").replace("example.org/check", "example.org/other"));
        throughout(Duration.ofSeconds(1), () -> assertThat(jobs()).extracting(j -> j.getMetadata().getUid()).containsExactly(first));
        letJobsEnd();

        app("web", "Succeeded");
        assertThat(jobs()).extracting(j -> j.getSpec().getTemplate().getSpec().getContainers().get(0).getImage()).containsExactlyInAnyOrder("example.org/check", "example.org/other");
        assertThat(taskStates()).containsExactly("check 1.0 Succeeded", "check 1.0 Succeeded");
    }

    @Test
    void aDefinitionThatIsDeletedAndNotNeededAgainDoesNotHoldAnythingUp() {
        apply(Manifests.task("check", "hang"), Manifests.metric("load"), Manifests.evaluation("calm", "load", "<2").replace("retries: 1", "retries: 1000"),
                Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check", "pre-deployment-evaluations", "calm"));
        letJobsEnd();
        app("web", "Progressing");
        client.resources(KeptnTaskDefinition.class).inNamespace(namespace).delete();
        measure("load", "1");

        app("web", "Succeeded");
        runs("web", "1.0");
    }

    private List<Condition> blocked() {
        KeptnWorkloadVersion version = client.resources(KeptnWorkloadVersion.class).inNamespace(namespace).list().getItems().get(0);
        return version.getStatus().conditions.stream().filter(c -> "Blocked".equals(c.getType()) && "True".equals(c.getStatus())).toList();
    }
}
