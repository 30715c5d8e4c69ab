package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnTask;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The podtato-head application as its authors wrote it for Keptn; its folder is named by the system property {@code dromon.podtato.dir}. */
class PodtatoHeadTest extends FlowTest {

    private static final String FOLDER = "dromon.podtato.dir";
    private static final List<String> SERVICES = List.of("entry", "hat", "left-arm", "left-leg", "right-arm", "right-leg");

    @Test
    void unmodifiedManifestsGoThrough() {
        String folder = System.getProperty(FOLDER, "");
        assumeTrue(!folder.isEmpty(), "system property " + FOLDER + " names no folder with manifests of podtato-head");
        client.namespaces().withName(namespace).delete();
        namespace = "podtato-kubectl";
        client.namespaces().withName(namespace).delete();
        eventually(() -> assertThat(client.namespaces().withName(namespace).get()).isNull());
        plane.kubectl("", "create", "namespace", namespace, "--save-config");
        plane.kubectl("", "apply", "--recursive", "-f", folder);
        measure("available-cpus", "2000");
        measure("consumed-memory", "1000");

        KeptnAppVersion app = app("podtato-head", "Succeeded");
        assertThat(app.getSpec().version).isEqualTo("95a0b0ddca");
        assertThat(app.getStatus().currentPhase).isEqualTo("Completed");
        for (String service : SERVICES) {
            workload("podtato-head-podtato-head-" + service, "0.1.0", "Succeeded");
        }
        assertThat(client.pods().inNamespace(namespace).withLabel("component").list().getItems()).hasSize(SERVICES.size()).allMatch(p -> "Running".equals(p.getStatus().getPhase()));
        // One before each of five services, one after the entry, one after the app.
        assertThat(client.resources(KeptnTask.class).inNamespace(namespace).list().getItems()).hasSize(7).allMatch(t -> "Succeeded".equals(t.getStatus().status));
        eventually(() -> assertThat(reasons(app)).endsWith("Completed"));
        assertThat(events()).allSatisfy(e -> assertThat(e.getType()).as(e.getMessage()).isEqualTo("Normal"));
    }
}
