package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnEvaluation;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.gather.Pods;
import dev.dromon.kube.StatusMapper;
import dev.dromon.model.ItemStatus;
import dev.dromon.model.Level;
import dev.dromon.model.Phase;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A newer version comes while an older one is on its way. */
class SupersededTest extends FlowTest {

    private static final List<String> APP_LISTS = List.of("preDeploymentTasks", "preDeploymentEvaluations", "", "postDeploymentTasks", "postDeploymentEvaluations", "promotionTasks");
    private static final List<String> WORKLOAD_LISTS = List.of("pre-deployment-tasks", "pre-deployment-evaluations", "", "post-deployment-tasks", "post-deployment-evaluations");

    private Seen<KeptnAppVersion> apps;
    private Seen<Pod> allPods;

    @BeforeEach
    void checks() {
        apps = new Seen<>(client, KeptnAppVersion.class, namespace);
        allPods = new Seen<>(client, Pod.class, namespace);
        apply(Manifests.metric("load"));
        measure("load", "50");
        apply(Manifests.task("quick"), Manifests.task("stuck", "hang"), Manifests.evaluation("calm", "load", "<100"),
                Manifests.evaluation("never", "load", "<0").replace("retries: 1", "retries: 1000"));
    }

    @AfterEach
    void close() {
        apps.close();
        allPods.close();
    }

    @ParameterizedTest
    @EnumSource(value = Phase.class, mode = EnumSource.Mode.EXCLUDE, names = "APP_DEPLOY")
    void theFirstVersionEndsInWhateverPhaseItIsAndTheSecondRunsToItsEnd(Phase phase) {
        apply(context(phase), workload(phase));
        eventually(() -> assertThat(standsIn(phase)).isTrue());

        apply(Manifests.context("web", Map.of("preDeploymentTasks", "")), Manifests.deployment("web", "2.0", "pre-deployment-tasks", "quick"));
        eventually(() -> assertThat(appVersions("web")).extracting(v -> v.getSpec().version + " " + run(v).state()).containsExactly("1.0 DEPRECATED", "2.0 SUCCEEDED"));
        workload("web-web", "2.0", "Succeeded");
        runs("web", "2.0");
        eventually(() -> assertThat(pods("web", "1.0")).isEmpty());

        ended(appVersions("web").get(0), State.DEPRECATED);
        ended(workload("web-web", "1.0"), afterDeployment(phase) ? State.SUCCEEDED : State.DEPRECATED);
        checksEnded(phase);
        if (!deployed(phase)) {
            assertThat(allPods.worlds(world -> world.stream().filter(p -> image(p).endsWith(":1.0")).allMatch(Pods::gated))).as("pods of 1.0 are held, always").containsOnly(true);
        }
        neverTwoAtATime();
        KeptnAppVersion first = appVersions("web").get(0);
        eventually(() -> assertThat(reasons(first)).contains("Cancelled", "Deprecated", "AppCompleted").doesNotContain("Completed"));
    }

    @Test
    void aWorkloadThatDidNotChangeGoesOnUnderTheNextVersionOfItsApp() {
        apply(Manifests.deployment("front", "1.0", "app", "shop", "pre-deployment-tasks", "stuck"), Manifests.deployment("back", "1.0", "app", "shop", "pre-deployment-tasks", "stuck"));
        eventually(() -> assertThat(jobs()).hasSize(2));

        apply(Manifests.deployment("back", "2.0", "app", "shop", "pre-deployment-tasks", "stuck"));
        eventually(() -> assertThat(appVersions("shop")).extracting(v -> run(v).state()).containsExactly(State.DEPRECATED, State.PROGRESSING));
        eventually(() -> assertThat(taskStates()).containsExactly("stuck 1.0 Deprecated", "stuck 1.0 Progressing", "stuck 2.0 Progressing"));
        eventually(() -> assertThat(jobs()).hasSize(2));
        letJobsEnd();
        app("shop", "Succeeded");

        assertThat(run(workload("shop-front", "1.0")).state()).isEqualTo(State.SUCCEEDED);
        ended(workload("shop-back", "1.0"), State.DEPRECATED);
        assertThat(taskStates()).containsExactly("stuck 1.0 Deprecated", "stuck 1.0 Succeeded", "stuck 2.0 Succeeded");
        runs("front", "1.0");
        runs("back", "2.0");
        neverTwoAtATime();
    }

    @Test
    void aVersionThatHasEndedStaysAsItIs() {
        apply(Manifests.deployment("web", "1.0", "post-deployment-tasks", "quick"));
        KeptnAppVersion first = app("web", "Succeeded");
        eventually(() -> assertThat(events()).extracting(e -> e.getReason()).contains("Completed", "WorkloadCompleted"));
        RunStatus before = run(first);

        apply(Manifests.deployment("web", "2.0", "pre-deployment-tasks", "quick"));
        eventually(() -> assertThat(appVersions("web")).extracting(v -> run(v).state()).containsExactly(State.SUCCEEDED, State.SUCCEEDED));
        assertThat(run(appVersions("web").get(0))).isEqualTo(before);
        assertThat(run(workload("web-web", "1.0")).state()).isEqualTo(State.SUCCEEDED);
        assertThat(taskStates()).containsExactly("quick 1.0 Succeeded", "quick 2.0 Succeeded");
        neverTwoAtATime();
    }

    @Test
    void ofFiveVersionsInFiveSecondsOnlyTheLastRunsToItsEnd() {
        for (int i = 1; i <= 5; i++) {
            String check = i < 5 ? "stuck" : "quick";
            apply(Manifests.deployment("web", i + ".0", "pre-deployment-tasks", check),
                    Manifests.deployment("front", i + ".0", "app", "shop", "pre-deployment-tasks", check), Manifests.deployment("back", i + ".0", "app", "shop", "pre-deployment-tasks", check));
            Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        }
        app("web", "Succeeded");
        app("shop", "Succeeded");

        for (String app : List.of("web", "shop")) {
            eventually(() -> assertThat(appVersions(app)).extracting(v -> run(v).state()).endsWith(State.SUCCEEDED));
            List<KeptnAppVersion> versions = appVersions(app);
            versions.subList(0, versions.size() - 1).forEach(v -> ended(v, State.DEPRECATED));
        }
        for (String name : List.of("web", "front", "back")) {
            runs(name, "5.0");
            eventually(() -> assertThat(pods(name, "")).extracting(SupersededTest::image).allMatch(i -> i.endsWith(":5.0")));
        }
        List<KeptnWorkloadVersion> versions = client.resources(KeptnWorkloadVersion.class).inNamespace(namespace).list().getItems();
        assertThat(versions).filteredOn(v -> v.getSpec().version.equals("5.0")).hasSize(3).allMatch(v -> run(v).state() == State.SUCCEEDED);
        assertThat(versions).filteredOn(v -> !v.getSpec().version.equals("5.0")).allSatisfy(v -> ended(v, State.DEPRECATED));
        eventually(() -> assertThat(taskStates()).filteredOn(t -> !t.endsWith(" 5.0 Succeeded")).allMatch(t -> t.endsWith(" Deprecated")));
        eventually(() -> assertThat(jobs()).hasSize(3).allMatch(j -> j.getStatus().getSucceeded() == 1));
        assertThat(allPods.worlds(world -> world.stream().filter(p -> p.getMetadata().getLabels().containsKey("app") && !image(p).endsWith(":5.0")).allMatch(Pods::gated)))
                .as("pods of earlier versions are held, always").containsOnly(true);
        neverTwoAtATime();
    }

    private static String context(Phase phase) {
        return Manifests.context("web", phase.level() == Level.APP ? Map.of(APP_LISTS.get(place(phase)), list(phase)) : Map.of("preDeploymentTasks", ""));
    }

    private static String workload(Phase phase) {
        if (phase == Phase.WORKLOAD_DEPLOY) {
            return Manifests.template("Deployment", "web", "1.0", "", "dromon.dev/sandbox: never-ready", "keptn.sh/workload: web, keptn.sh/version: \"1.0\"");
        }
        return phase.level() == Level.WORKLOAD ? Manifests.deployment("web", "1.0", WORKLOAD_LISTS.get(place(phase)), list(phase)) : Manifests.deployment("web", "1.0");
    }

    private static int place(Phase phase) {
        return Phase.of(phase.level(), true).indexOf(phase);
    }

    private static String list(Phase phase) {
        return phase.kind() == Phase.Kind.TASKS ? "quick,stuck" : "calm,never";
    }

    private static boolean deployed(Phase phase) {
        Phase deploy = phase.level() == Level.APP ? Phase.APP_DEPLOY : Phase.WORKLOAD_DEPLOY;
        return phase.compareTo(deploy) >= 0;
    }

    private static boolean afterDeployment(Phase phase) {
        return phase.level() == Level.APP && deployed(phase);
    }

    /** Whether the first version has come to that phase and one of its two checks has ended well, while the other never ends. */
    private boolean standsIn(Phase phase) {
        List<? extends HasMetadata> all = phase.level() == Level.APP ? appVersions("web") : client.resources(KeptnWorkloadVersion.class).inNamespace(namespace).list().getItems();
        List<State> wanted = phase.kind() == Phase.Kind.DEPLOY ? List.of() : List.of(State.SUCCEEDED, State.PROGRESSING);
        return all.stream().map(SupersededTest::run).anyMatch(r -> r.phase(phase).state() == State.PROGRESSING
                && r.phase(phase).items().stream().map(ItemStatus::state).toList().equals(wanted));
    }

    private void checksEnded(Phase phase) {
        HasMetadata first = phase.level() == Level.APP ? appVersions("web").get(0) : workload("web-web", "1.0");
        List<ItemStatus> items = run(first).phase(phase).items();
        assertThat(items).extracting(ItemStatus::state).isEqualTo(phase.kind() == Phase.Kind.DEPLOY ? List.of() : List.of(State.SUCCEEDED, State.DEPRECATED));
        assertThat(items).allSatisfy(i -> assertThat(i.end()).isPresent());
        eventually(() -> assertThat(tasks()).allSatisfy(t -> assertThat(t.getStatus().endTime).isNotNull()));
        boolean tasks = phase.kind() == Phase.Kind.TASKS;
        assertThat(taskStates()).isEqualTo(tasks ? List.of("quick 1.0 Succeeded", "quick 2.0 Succeeded", "stuck 1.0 Deprecated") : List.of("quick 2.0 Succeeded"));
        eventually(() -> assertThat(jobs()).hasSize(tasks ? 2 : 1).allMatch(j -> j.getStatus().getSucceeded() == 1));
        List<KeptnEvaluation> evaluations = client.resources(KeptnEvaluation.class).inNamespace(namespace).list().getItems();
        assertThat(evaluations).hasSize(phase.kind() == Phase.Kind.EVALUATIONS ? 2 : 0);
        eventually(() -> assertThat(client.resources(KeptnEvaluation.class).inNamespace(namespace).list().getItems()).allSatisfy(e -> assertThat(e.getStatus().endTime).isNotNull())
                .allSatisfy(e -> assertThat(e.getStatus().overallStatus).isEqualTo(e.getSpec().evaluationDefinition.equals("calm") ? "Succeeded" : "Deprecated")));
    }

    private static void ended(HasMetadata version, State state) {
        assertThat(run(version).state()).isEqualTo(state);
        assertThat(run(version).end()).isPresent();
        assertThat(run(version).phases().values()).as(version.getMetadata().getName()).allMatch(p -> p.state().completed());
        assertThat(run(version).blocker()).isEmpty();
    }

    private void neverTwoAtATime() {
        assertThat(apps.worlds(SupersededTest::running)).allMatch(n -> n <= 1);
    }

    private static int running(List<KeptnAppVersion> world) {
        Map<String, Long> perApp = world.stream().filter(v -> run(v).start().isPresent() && !run(v).ended())
                .collect(Collectors.groupingBy(v -> v.getSpec().appName, Collectors.counting()));
        return perApp.values().stream().mapToInt(Long::intValue).max().orElse(0);
    }

    private static RunStatus run(HasMetadata version) {
        return version instanceof KeptnAppVersion app ? StatusMapper.read(app.getStatus()) : StatusMapper.read(((KeptnWorkloadVersion) version).getStatus());
    }

    private KeptnWorkloadVersion workload(String name, String version) {
        return client.resources(KeptnWorkloadVersion.class).inNamespace(namespace).list().getItems().stream()
                .filter(v -> name.equals(v.getSpec().workloadName) && version.equals(v.getSpec().version)).findFirst().orElseThrow();
    }

    private static String image(Pod pod) {
        return pod.getSpec().getContainers().get(0).getImage();
    }
}
