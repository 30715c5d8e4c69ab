package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.KeptnApp;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnWorkload;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A runtime that starts again finds finished flows finished. */
class RestartTest extends FlowTest {

    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete", "deletecollection");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aFinishedFlowIsNotTouchedAgainThoughItsJobsAreGone() throws IOException {
        assumeTrue(plane.auditLog().isPresent(), "this control plane has no audit log beside its kubeconfig");
        Path log = plane.auditLog().get();
        apply(Manifests.task("check"), Manifests.context("web", Map.of("preDeploymentTasks", "check", "promotionTasks", "check")),
                Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check", "post-deployment-tasks", "check"));
        app("web", "Succeeded");
        eventually(() -> assertThat(jobs()).hasSize(4).allMatch(j -> j.getSpec().getTtlSecondsAfterFinished() != null));
        eventually(() -> assertThat(events()).extracting(e -> e.getReason()).contains("Completed", "WorkloadCompleted"));
        eventually(() -> assertThat(client.resources(KeptnApp.class).inNamespace(namespace).withName("web").get().getStatus().conditions).anyMatch(RestartTest::ready));
        eventually(() -> assertThat(client.resources(KeptnWorkload.class).inNamespace(namespace).withName("web-web").get().getStatus().conditions).anyMatch(RestartTest::ready));
        plane.stopRuntime();
        client.batch().v1().jobs().inNamespace(namespace).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
        eventually(() -> assertThat(jobs()).isEmpty());
        List<String> tasks = versionsOfTasks();
        long before = Files.size(log);

        plane.start();
        String finished = namespace;
        namespace = namespace(true);
        apply(Manifests.deployment("alive", "1.0"));
        app("alive", "Succeeded");
        client.namespaces().withName(namespace).delete();
        namespace = finished;

        assertThat(writes(log, before)).isEmpty();
        assertThat(jobs()).isEmpty();
        assertThat(versionsOfTasks()).isEqualTo(tasks);
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

    private static boolean ready(Condition condition) {
        return "Ready".equals(condition.getType()) && "True".equals(condition.getStatus());
    }

    private List<Job> jobs() {
        return client.batch().v1().jobs().inNamespace(namespace).list().getItems();
    }

    private List<String> versionsOfTasks() {
        return client.resources(KeptnTask.class).inNamespace(namespace).list().getItems().stream().map(t -> t.getMetadata().getName() + t.getMetadata().getResourceVersion()).sorted().toList();
    }

    /** What the runtime wrote into the test's namespace since the log had that length. */
    private List<String> writes(Path log, long since) throws IOException {
        List<String> writes = new ArrayList<>();
        boolean readsSeen = false;
        for (String line : after(log, since)) {
            JsonNode entry = JSON.readTree(line);
            boolean runtime = ControlPlane.RUNTIME_USER.equals(entry.path("user").path("username").asText());
            readsSeen |= runtime;
            if (runtime && namespace.equals(entry.path("objectRef").path("namespace").asText()) && WRITES.contains(entry.path("verb").asText())) {
                writes.add(entry.path("verb").asText() + " " + entry.path("requestURI").asText());
            }
        }
        assertThat(readsSeen).as("requests of " + ControlPlane.RUNTIME_USER + " in the audit log").isTrue();
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
