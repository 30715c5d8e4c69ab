package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.KeptnApp;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnConfig;
import dev.dromon.api.KeptnConfigSpec;
import dev.dromon.api.KeptnEvaluation;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnWorkload;
import dev.dromon.api.KeptnWorkloadVersion;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A runtime that starts again finds finished flows finished. */
class RestartTest extends FlowTest {

    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete", "deletecollection");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> LEADER = Map.of("dromon.leader.enabled", "true");

    @Test
    void aFinishedFlowIsNotTouchedAgainThoughItsJobsAreGone() throws IOException {
        assumeTrue(plane.auditLog().isPresent(), "this control plane has no audit log beside its kubeconfig");
        Path log = plane.auditLog().get();
        plane.start(LEADER);
        apply(Manifests.metric("load"));
        measure("load", "1");
        apply(Manifests.task("check").replace("retries: 0", "retries: 0\n  ttlSecondsAfterFinished: 1"), Manifests.evaluation("calm", "load", "<2"),
                Manifests.context("web", Map.of("preDeploymentTasks", "check", "promotionTasks", "check", "postDeploymentEvaluations", "calm")),
                Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check", "post-deployment-tasks", "check", "pre-deployment-evaluations", "calm"));
        app("web", "Succeeded");
        eventually(() -> assertThat(events()).extracting(e -> e.getReason()).contains("Completed", "WorkloadCompleted"));
        eventually(() -> assertThat(client.resources(KeptnApp.class).inNamespace(namespace).withName("web").get().getStatus().conditions).anyMatch(RestartTest::ready));
        eventually(() -> assertThat(client.resources(KeptnWorkload.class).inNamespace(namespace).withName("web-web").get().getStatus().conditions).anyMatch(RestartTest::ready));
        eventually(() -> assertThat(jobs()).isEmpty());
        eventually(() -> assertThat(appVersions("web")).allSatisfy(v -> assertThat(v.getStatus().delivered).containsValue(v.getStatus().transitions.size())));
        List<String> objects = versionsOfObjects();
        long before = Files.size(log);

        for (int restart = 0; restart < 3; restart++) {
            plane.stopRuntime();
            plane.start(LEADER);
            isAlive();
            client.resource(otherSettings()).create();
            isAlive();
            client.resource(otherSettings()).delete();
            isAlive();
        }

        List<String> writes = writes(log, before);
        assertThat(writes).filteredOn(w -> w.contains("/leases/")).hasSizeGreaterThanOrEqualTo(3);
        assertThat(writes).allMatch(w -> w.contains("/leases/"));
        assertThat(jobs()).isEmpty();
        assertThat(versionsOfObjects()).isEqualTo(objects);
    }

    /** The runtime works, and has seen what was done before: a flow in another namespace comes to its end. */
    private void isAlive() {
        String finished = namespace;
        namespace = namespace(true);
        apply(Manifests.deployment("alive", "1.0"));
        app("alive", "Succeeded");
        client.namespaces().withName(namespace).delete();
        namespace = finished;
    }

    private static KeptnConfig otherSettings() {
        KeptnConfig config = new KeptnConfig();
        config.setMetadata(new ObjectMetaBuilder().withName("config").withNamespace(ControlPlane.SYSTEM).build());
        config.setSpec(new KeptnConfigSpec());
        config.getSpec().blockDeployment = false;
        config.getSpec().observabilityTimeout = "1m";
        return config;
    }

    @Test
    void aRunningTaskIsFollowedAndNotRunAgain() {
        apply(Manifests.task("check", "hang"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check"));
        eventually(() -> assertThat(jobs()).hasSize(1));
        String uid = jobs().get(0).getMetadata().getUid();
        plane.stopRuntime();
        letJobsEnd();
        plane.start();

        app("web", "Succeeded");
        runs("web", "1.0");
        assertThat(jobs()).singleElement().satisfies(j -> assertThat(j.getMetadata().getUid()).isEqualTo(uid));
        eventually(() -> assertThat(events()).extracting(e -> e.getReason()).contains("Completed"));
        assertThat(events()).filteredOn(e -> !e.getReason().startsWith("Reconcile")).extracting(e -> e.getReason() + e.getInvolvedObject().getUid()).doesNotHaveDuplicates();
    }

    private List<String> versionsOfObjects() {
        return Stream.of(KeptnTask.class, KeptnEvaluation.class, KeptnAppVersion.class, KeptnWorkloadVersion.class, KeptnApp.class, KeptnWorkload.class)
                .flatMap(type -> client.resources(type).inNamespace(namespace).list().getItems().stream())
                .map(o -> o.getMetadata().getName() + " " + o.getMetadata().getResourceVersion()).sorted().toList();
    }

    private static boolean ready(Condition condition) {
        return "Ready".equals(condition.getType()) && "True".equals(condition.getStatus());
    }

    /** What the runtime wrote into the test's namespace and into its own since the log had that length. */
    private List<String> writes(Path log, long since) throws IOException {
        List<String> writes = new ArrayList<>();
        for (String line : after(log, since)) {
            JsonNode entry = JSON.readTree(line);
            boolean runtime = ControlPlane.RUNTIME_USER.equals(entry.path("user").path("username").asText());
            String where = entry.path("objectRef").path("namespace").asText();
            boolean concerned = where.isEmpty() || where.equals(namespace) || where.equals(ControlPlane.SYSTEM);
            if (runtime && concerned && WRITES.contains(entry.path("verb").asText())) {
                writes.add(entry.path("verb").asText() + " " + entry.path("requestURI").asText());
            }
        }
        return writes;
    }

    private static List<String> after(Path log, long since) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] bytes = new byte[(int) (file.length() - since)];
            file.seek(since);
            file.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        }
    }
}
