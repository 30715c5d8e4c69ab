package dev.dromon.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.VersionStatus;
import dev.dromon.cluster.Manifests;
import io.fabric8.kubernetes.api.model.Event;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The flows that are disturbed. Each is prepared before its runtime starts, and played then: apply, wait for a stated condition, apply more. */
enum Flow {

    /** One workload, no checks. */
    F1(Map.of(), 1, 1) {
        @Override
        void prepare(Scene scene) {
        }

        @Override
        void play(Scene scene) {
            scene.apply(Manifests.deployment("web", "1.0"));
        }
    },

    /** Three workloads of one app that its user wrote; a task and an evaluation at every place: of the app, of a before, of b after deployment, at the promotion. */
    F2(Map.of("pre/check@shop-1.0-6b86b273", 1, "post/check@shop-1.0-6b86b273", 1, "promotion/check@shop-1.0-6b86b273", 1, "pre/check@shop-a-1.0", 1, "post/check@shop-b-1.0", 1), 1, 3) {
        @Override
        void prepare(Scene scene) {
            scene.measure("load", "1");
            scene.apply(Manifests.task("check"), Manifests.evaluation("calm", "load", "<2"), Manifests.context("shop", Map.of("preDeploymentTasks", "check",
                    "preDeploymentEvaluations", "calm", "postDeploymentTasks", "check", "postDeploymentEvaluations", "calm", "promotionTasks", "check")));
        }

        @Override
        void play(Scene scene) {
            scene.apply("""
                    ---
                    apiVersion: lifecycle.keptn.sh/v1
                    kind: KeptnApp
                    metadata: {name: shop}
                    spec: {version: "1.0", workloads: [{name: a, version: "1.0"}, {name: b, version: "1.0"}, {name: c, version: "1.0"}]}
                    """, Manifests.deployment("a", "1.0", "app", "shop", "pre-deployment-tasks", "check", "pre-deployment-evaluations", "calm"),
                    Manifests.deployment("b", "1.0", "app", "shop", "post-deployment-tasks", "check", "post-deployment-evaluations", "calm"), Manifests.deployment("c", "1.0", "app", "shop"));
        }
    },

    /** A task before the deployment fails; when that has been told on the held pod, a version with another task follows. */
    F3(Map.of("pre/bad@web-web-1.0", 1, "pre/good@web-web-1.1", 1), 2, 2) {
        @Override
        void prepare(Scene scene) {
            scene.apply(Manifests.task("bad", "fail"), Manifests.task("good"));
        }

        @Override
        void play(Scene scene) {
            scene.apply(Manifests.deployment("web", "1.0", "pre-deployment-tasks", "bad"));
            scene.eventually(() -> {
                assertThat(told(scene.workload("web-web", "1.0").getStatus())).as("workload version told").isTrue();
                assertThat(told(scene.app("1.0").getStatus())).as("app version told").isTrue();
                assertThat(kindsWithEvents(scene)).contains("Pod", "Deployment");
            });
            scene.apply(Manifests.deployment("web", "1.1", "pre-deployment-tasks", "good"));
        }
    },

    /** The app's task before the deployment runs for ever; once it is recorded as running, a version whose app has another task follows. */
    F4(Map.of("pre/endless@web-1.0-6b86b273", 1, "pre/check@web-1.1-d4735e3a", 1), 2, 2) {
        @Override
        void prepare(Scene scene) {
            scene.apply(Manifests.task("endless", "hang"), Manifests.task("check"), Manifests.context("web", Map.of("preDeploymentTasks", "endless")));
        }

        @Override
        void play(Scene scene) {
            scene.apply(Manifests.deployment("web", "1.0"));
            scene.eventually(() -> {
                assertThat(scene.app("1.0").getStatus().preDeploymentTaskStatus).extracting(i -> i.status).containsExactly("Progressing");
                assertThat(scene.workload("web-web", "1.0")).isNotNull();
            });
            scene.apply(Manifests.context("web", Map.of("preDeploymentTasks", "check")), Manifests.deployment("web", "1.1"));
        }
    };

    private final Map<String, Integer> jobs;
    private final int apps;
    private final int workloads;

    Flow(Map<String, Integer> jobs, int apps, int workloads) {
        this.jobs = jobs;
        this.apps = apps;
        this.workloads = workloads;
    }

    abstract void prepare(Scene scene);

    abstract void play(Scene scene);

    /** Jobs that must have been created, ever, for each check. */
    Map<String, Integer> jobs() {
        return jobs;
    }

    /** The flows to disturb: all, or the one that the system property {@code dromon.fault.flow} names. */
    static List<Flow> chosen() {
        String name = System.getProperty("dromon.fault.flow", "");
        return name.isEmpty() ? List.of(values()) : List.of(valueOf(name));
    }

    /** Writes that it takes at least: one Event for each transition, and one status for each version. */
    int leastWrites() {
        return this == F2 ? 120 : 40;
    }

    /** Whether all runs have ended and all they had to tell is told. */
    void assertEnded(Scene scene) {
        List<KeptnAppVersion> appVersions = scene.stage().appVersions(scene.namespace());
        List<KeptnWorkloadVersion> workloadVersions = scene.stage().workloadVersions(scene.namespace());
        assertThat(appVersions).hasSize(apps).allMatch(v -> told(v.getStatus()), "told");
        assertThat(workloadVersions).hasSize(workloads).allMatch(v -> told(v.getStatus()), "told");
    }

    private static boolean told(VersionStatus status) {
        return status != null && status.endTime != null && status.delivered.getOrDefault("kubernetes", 0) == status.transitions.size();
    }

    private static Set<String> kindsWithEvents(Scene scene) {
        return scene.client().v1().events().inNamespace(scene.namespace()).withField("reportingComponent", "dromon.dev/runtime").list().getItems().stream().map(Event::getInvolvedObject)
                .map(o -> o.getKind()).collect(Collectors.toSet());
    }
}
