package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.Transition;
import dev.dromon.model.Phase;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What people ask of a version by annotation: done once, recorded with who asked, taken off; or refused with a sentence. */
class InterventionTest extends FlowTest {

    @Test
    void aFailedCheckOfAWorkloadIsRetriedAndWorkloadAndAppGoOnWithoutANewVersion() {
        apply(Manifests.task("check", "fail"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check"));
        app("web", "Failed");
        KeptnWorkloadVersion failed = workload("web-web", "1.0", "Failed");
        held("web", "1.0");

        apply(Manifests.task("check"));
        annotate(failed, "retry=check: the database is back");

        KeptnWorkloadVersion passed = workload("web-web", "1.0", "Succeeded");
        KeptnAppVersion app = app("web", "Succeeded");
        runs("web", "1.0");
        assertThat(passed.getMetadata().getUid()).isEqualTo(failed.getMetadata().getUid());
        assertThat(appVersions("web")).hasSize(1);
        assertThat(tasks()).hasSize(2).extracting(t -> t.getStatus().status).containsExactlyInAnyOrder("Failed", "Succeeded");
        assertThat(recorded(passed.getStatus().transitions, "Retry")).satisfies(t -> assertThat(t.by).isEqualTo("admin"))
                .satisfies(t -> assertThat(t.item).isEqualTo("check")).satisfies(t -> assertThat(t.message).isEqualTo("the database is back"));
        assertThat(recorded(app.getStatus().transitions, "Resumed").item).isEqualTo("web 1.0");
        annotationsAreTakenOff(passed);
        eventually(() -> assertThat(told(passed, "Retry").getMessage()).isEqualTo("check is done again, asked by admin: the database is back"));
        eventually(() -> assertThat(reasons(app)).containsSubsequence("AppDeployErrored", "AppCompleted", "Resumed", "AppDeployStarted", "AppDeploySucceeded", "Completed"));
    }

    @Test
    void aFailedCheckOfTheAppIsRetriedTwice() {
        apply(Manifests.task("check", "fail"), Manifests.context("web", Map.of("preDeploymentTasks", "check")), Manifests.deployment("web", "1.0"));
        annotate(app("web", "Failed"), "retry=");
        eventually(() -> assertThat(jobs()).hasSize(2));
        KeptnAppVersion again = app("web", "Failed");

        apply(Manifests.task("check"));
        annotate(again, "retry=");

        app("web", "Succeeded");
        workload("web-web", "1.0", "Succeeded");
        runs("web", "1.0");
        assertThat(appVersions("web").get(0).getStatus().preDeploymentTaskStatus).singleElement().satisfies(i -> assertThat(i.attempt).isEqualTo(3));
        assertThat(jobs()).hasSize(3);
    }

    static Stream<Phase> checkPhases() {
        return Stream.of(Phase.values()).filter(p -> p.kind() != Phase.Kind.DEPLOY);
    }

    @ParameterizedTest
    @MethodSource("checkPhases")
    void aCheckIsSkippedWhileItRunsInAnyPhase(Phase phase) {
        apply(Manifests.task("stuck", "hang"), Manifests.metric("load"), Manifests.evaluation("never", "load", "<1").replace("retries: 1", "retries: 1000"), inPhase(phase));
        measure("load", "5");
        HasMetadata version = standsIn(phase);

        annotate(version, "skip=" + check(phase) + ": not today");

        app("web", "Succeeded");
        workload("web-web", "1.0", "Succeeded");
        runs("web", "1.0");
        eventually(() -> assertThat(told(version, phase.wire() + "Succeeded")).satisfies(e -> assertThat(e.getType()).isEqualTo("Warning"))
                .satisfies(e -> assertThat(e.getMessage()).contains(check(phase) + ": skipped by admin: not today")));
        eventually(() -> assertThat(jobs()).as("the Job of a skipped task").isEmpty());
        eventually(() -> assertThat(tasks()).allMatch(t -> "Deprecated".equals(t.getStatus().status) && t.getStatus().endTime != null));
        annotationsAreTakenOff(version);
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void aRunIsAbortedInAnyPhase(Phase phase) {
        apply(Manifests.task("stuck", "hang"), Manifests.metric("load"), Manifests.evaluation("never", "load", "<1").replace("retries: 1", "retries: 1000"), inPhase(phase));
        measure("load", "5");
        HasMetadata version = standsIn(phase);

        annotate(version, "abort=wrong image");

        KeptnAppVersion app = app("web", "Failed");
        KeptnWorkloadVersion workload = workload("web-web", "1.0", phase.compareTo(Phase.APP_DEPLOY) > 0 && phase.compareTo(Phase.WORKLOAD_PRE_DEPLOY_TASKS) < 0 ? "Succeeded" : "Failed");
        assertThat(app.getStatus().endTime).isNotNull();
        assertThat(workload.getStatus().endTime).isNotNull();
        eventually(() -> assertThat(told(version, "Abort").getMessage()).contains("aborted by admin: wrong image"));
        eventually(() -> assertThat(jobs()).isEmpty());
        if (phase.beforeDeployment() || phase == Phase.APP_DEPLOY) {
            staysHeld("web", "1.0", Duration.ofSeconds(1));
            eventually(() -> assertThat(events()).filteredOn(e -> e.getReason().equals("Aborted")).extracting(e -> e.getInvolvedObject().getKind()).contains("Pod", "Deployment"));
        }
        annotate(version, "retry=");
        eventually(() -> assertThat(told(version, "RetryErrored").getMessage()).contains("was aborted; apply a new version"));
        annotationsAreTakenOff(version);
    }

    @Test
    void aVersionThatIsApprovedStartsWithoutItsPreChecksButNotWithoutTheOthers() {
        apply(Manifests.task("stuck", "hang"), Manifests.task("after"), Manifests.context("web", Map.of("preDeploymentTasks", "stuck")),
                Manifests.deployment("web", "1.0", "pre-deployment-tasks", "stuck", "post-deployment-tasks", "after"));
        annotate(standsIn(Phase.APP_PRE_DEPLOY_TASKS), "approve=hotfix OPS-1");
        KeptnWorkloadVersion waiting = (KeptnWorkloadVersion) standsIn(Phase.WORKLOAD_PRE_DEPLOY_TASKS);
        staysHeld("web", "1.0", Duration.ofSeconds(1));

        annotate(waiting, "approve=hotfix OPS-1");

        app("web", "Succeeded");
        runs("web", "1.0");
        KeptnWorkloadVersion done = workload("web-web", "1.0", "Succeeded");
        assertThat(done.getStatus().preDeploymentStatus).isEqualTo("Warning");
        assertThat(done.getStatus().postDeploymentTaskStatus).singleElement().satisfies(i -> assertThat(i.status).isEqualTo("Succeeded"));
        assertThat(recorded(done.getStatus().transitions, "Approve")).satisfies(t -> assertThat(t.by).isEqualTo("admin")).satisfies(t -> assertThat(t.message).isEqualTo("hotfix OPS-1"));
        eventually(() -> assertThat(jobs()).singleElement().satisfies(j -> assertThat(j.getMetadata().getName()).startsWith("post-after")));
    }

    @Test
    void whatCannotBeMeantIsRefusedByTheApiServerAtOnce() {
        apply(Manifests.deployment("web", "1.0"));
        KeptnAppVersion version = app("web", "Succeeded");
        String name = version.getMetadata().getName();

        assertThat(refused("kav", name, "dromon.dev/skip=smoke")).contains("'<check>: <reason>'", "found 'smoke'");
        assertThat(refused("kav", name, "dromon.dev/abort=")).contains("expected dromon.dev/abort to be a reason");
        assertThat(refused("kav", name, "dromon.dev/approve= ")).contains("expected dromon.dev/approve to be a reason");
        assertThat(refused("kav", name, "dromon.dev/retyr=")).contains("expected one of dromon.dev/abort, approve, skip and retry, found dromon.dev/retyr");
        for (String kind : List.of("keptnapp/web", "keptnworkload/web-web")) {
            assertThat(refused(kind.split("/")[0], kind.split("/")[1], "dromon.dev/retry=")).contains("on a KeptnAppVersion or KeptnWorkloadVersion", "kubectl get kav,kwv -n " + namespace);
        }
    }

    @Test
    void whatComesTooLateIsSaidAndChangesNothing() {
        apply(Manifests.deployment("web", "1.0"));
        KeptnAppVersion version = app("web", "Succeeded");

        for (String asked : List.of("retry=", "skip=smoke: why", "abort=why", "approve=why", "retry=")) {
            annotate(version, asked);
            annotationsAreTakenOff(version);
        }

        eventually(() -> assertThat(reasons(version)).contains("SkipErrored", "AbortErrored", "ApproveErrored").filteredOn("RetryErrored"::equals).hasSize(2));
        KeptnAppVersion after = app("web", "Succeeded");
        assertThat(after.getStatus().endTime).isEqualTo(version.getStatus().endTime);
        assertThat(after.getStatus().transitions).filteredOn(t -> "Refused".equals(t.type)).hasSize(5).allSatisfy(t -> assertThat(t.message).contains("has ended Succeeded"));
    }

    @Test
    void whoAsksCannotBeForged() {
        apply(Manifests.task("check", "fail"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check"));
        KeptnWorkloadVersion failed = workload("web-web", "1.0", "Failed");
        plane.kubectl("", "annotate", "kwv", failed.getMetadata().getName(), "-n", namespace, "dromon.dev/retry-by=mallory 1");
        plane.kubectl("", "annotate", "kwv", failed.getMetadata().getName(), "-n", namespace, "dromon.dev/retry=", "--as=bob", "--as-group=system:masters");

        eventually(() -> assertThat(recorded(client.resource(failed).get().getStatus().transitions, "Retry").by).isEqualTo("bob"));
    }

    @Test
    void aTaskThatSomebodyDeletesWhileItRunsFailsItsPhaseAndIsNotRunASecondTime() {
        apply(Manifests.task("check", "hang"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check"));
        standsIn(Phase.WORKLOAD_PRE_DEPLOY_TASKS);

        tasks().forEach(t -> client.resource(t).delete());

        KeptnWorkloadVersion failed = workload("web-web", "1.0", "Failed");
        assertThat(failed.getStatus().preDeploymentTaskStatus).singleElement().satisfies(i -> assertThat(i.message).contains("was deleted before its outcome was seen"));
        held("web", "1.0");
        eventually(() -> assertThat(jobs()).isEmpty());
        assertThat(tasks()).isEmpty();
    }

    private String check(Phase phase) {
        return phase.kind() == Phase.Kind.TASKS ? "stuck" : "never";
    }

    /** An app that stands still in the given phase until somebody does something about it. */
    private String inPhase(Phase phase) {
        List<String> annotations = new ArrayList<>();
        String context = "";
        switch (phase) {
            case APP_PRE_DEPLOY_TASKS -> context = Manifests.context("web", Map.of("preDeploymentTasks", "stuck"));
            case APP_PRE_DEPLOY_EVALUATIONS -> context = Manifests.context("web", Map.of("preDeploymentEvaluations", "never"));
            case APP_POST_DEPLOY_TASKS -> context = Manifests.context("web", Map.of("postDeploymentTasks", "stuck"));
            case APP_POST_DEPLOY_EVALUATIONS -> context = Manifests.context("web", Map.of("postDeploymentEvaluations", "never"));
            case PROMOTION_TASKS -> context = Manifests.context("web", Map.of("promotionTasks", "stuck"));
            case WORKLOAD_PRE_DEPLOY_TASKS, APP_DEPLOY -> annotations.addAll(List.of("pre-deployment-tasks", "stuck"));
            case WORKLOAD_PRE_DEPLOY_EVALUATIONS -> annotations.addAll(List.of("pre-deployment-evaluations", "never"));
            case WORKLOAD_POST_DEPLOY_TASKS -> annotations.addAll(List.of("post-deployment-tasks", "stuck"));
            case WORKLOAD_POST_DEPLOY_EVALUATIONS -> annotations.addAll(List.of("post-deployment-evaluations", "never"));
            case WORKLOAD_DEPLOY -> { }
        }
        String deployment = Manifests.deployment("web", "1.0", annotations.toArray(String[]::new));
        return context + (phase == Phase.WORKLOAD_DEPLOY ? deployment.replace("labels: {app: web}", "labels: {app: web, dromon.dev/sandbox: never-ready}") : deployment);
    }

    /** Waits until the version whose phase it is stands in that phase, with its check on the way; returns the version. */
    private HasMetadata standsIn(Phase phase) {
        boolean app = phase.compareTo(Phase.PROMOTION_TASKS) <= 0;
        eventually(() -> assertThat(app ? appVersions("web").stream().map(v -> v.getStatus() == null ? "" : v.getStatus().currentPhase).toList()
                : workloadVersions().stream().map(v -> v.getStatus() == null ? "" : v.getStatus().currentPhase).toList()).containsExactly(phase.wire()));
        if (phase.kind() == Phase.Kind.TASKS) {
            eventually(() -> assertThat(jobs().stream().filter(j -> j.getStatus() != null && Integer.valueOf(1).equals(j.getStatus().getActive()))).hasSize(1));
        }
        return app ? appVersions("web").get(0) : workloadVersions().get(0);
    }

    private List<KeptnWorkloadVersion> workloadVersions() {
        return client.resources(KeptnWorkloadVersion.class).inNamespace(namespace).list().getItems();
    }

    private void annotate(HasMetadata version, String verbAndValue) {
        plane.kubectl("", "annotate", version.getKind().toLowerCase(), version.getMetadata().getName(), "-n", namespace, "dromon.dev/" + verbAndValue);
    }

    private String refused(String kind, String name, String annotation) {
        return plane.kubectlRefused("", "annotate", kind, name, "-n", namespace, annotation);
    }

    private void annotationsAreTakenOff(HasMetadata version) {
        eventually(() -> assertThat(client.resource(version).get().getMetadata().getAnnotations()).satisfiesAnyOf(a -> assertThat(a).isNull(),
                a -> assertThat(a.keySet()).noneMatch(k -> k.startsWith("dromon.dev/"))));
    }

    private static Transition recorded(List<Transition> transitions, String type) {
        assertThat(transitions).extracting(t -> t.type).contains(type);
        return transitions.stream().filter(t -> type.equals(t.type)).reduce((a, b) -> b).orElseThrow();
    }

    private Event told(HasMetadata about, String reason) {
        List<Event> told = events().stream().filter(e -> about.getMetadata().getUid().equals(e.getInvolvedObject().getUid()) && reason.equals(e.getReason())).toList();
        assertThat(told).hasSize(1);
        return told.get(0);
    }
}
