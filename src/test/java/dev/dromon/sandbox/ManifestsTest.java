package dev.dromon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {

    /** EventSinks are in no namespace, their Secrets in that of Dromon. */
    private static final Set<String> ELSEWHERE = Set.of("EventSink null", "Secret dromon-system");

    @TempDir
    private Path folder;

    @Test
    void folderIsReadInTheOrderOfTheFileNames() throws IOException {
        Files.writeString(folder.resolve("b.yaml"), configMap("third"));
        Files.writeString(folder.resolve("a.yml"), configMap("first") + "---\n" + configMap("second"));
        Files.writeString(folder.resolve("kustomization.yaml"), "kind: Kustomization\n");
        Files.writeString(folder.resolve("notes.txt"), "not a manifest");
        assertThat(Manifests.read(folder)).extracting(o -> o.getMetadata().getName()).containsExactly("first", "second", "third");
    }

    @Test
    void missingFolderIsNamed() {
        assertThatThrownBy(() -> Manifests.read(folder.resolve("nothing"))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("nothing");
    }

    @Test
    void fileThatIsNotAManifestIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "just: text\n");
        assertThatThrownBy(() -> Manifests.read(folder)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(file.toString());
    }

    @Test
    void appliedAgainChangesWhatTheManifestSaysAndKeepsTheRest() throws IOException {
        try (Sandbox sandbox = new Sandbox().start()) {
            Files.writeString(folder.resolve("a.yaml"), configMap("settings"));
            sandbox.apply(folder);
            sandbox.client().configMaps().inNamespace("default").withName("settings").edit(m -> m.edit().addToData("other", "kept").build());
            Files.writeString(folder.resolve("a.yaml"), configMap("settings").replace("key: one", "key: two"));
            sandbox.apply(folder);
            assertThat(sandbox.client().configMaps().inNamespace("default").withName("settings").get().getData()).isEqualTo(Map.of("key", "two", "other", "kept"));
        }
    }

    @Test
    void examplesAreCompleteAndBeginWithTheirNamespace() throws IOException {
        try (var examples = Files.list(Path.of("examples"))) {
            for (Path example : examples.filter(Files::isDirectory).toList()) {
                List<HasMetadata> objects = Manifests.read(example);
                List<HasMetadata> own = objects.stream().filter(o -> !ELSEWHERE.contains(o.getKind() + " " + o.getMetadata().getNamespace())).toList();
                assertThat(own.stream().limit(1)).as("%s", example).allSatisfy(o -> assertThat(o.getKind()).isEqualTo("Namespace"));
                assertThat(own.stream().skip(1)).as("%s", example).allSatisfy(o -> assertThat(o.getMetadata().getNamespace()).isEqualTo(own.get(0).getMetadata().getName()));
                if (objects.stream().anyMatch(Deployment.class::isInstance)) {
                    assertThat(own.get(0).getMetadata().getAnnotations()).as("%s", example).containsEntry("keptn.sh/lifecycle-toolkit", "enabled");
                }
                assertThat(definitions(objects)).as("definitions that the workloads and contexts of %s name", example).containsAll(named(objects));
            }
        }
    }

    private static List<String> definitions(List<HasMetadata> objects) {
        return objects.stream().filter(o -> o.getKind().matches("Keptn(Task|Evaluation)Definition")).map(o -> o.getMetadata().getName()).toList();
    }

    private static List<String> named(List<HasMetadata> objects) {
        return objects.stream().filter(Deployment.class::isInstance).map(Deployment.class::cast)
                .flatMap(d -> d.getSpec().getTemplate().getMetadata().getAnnotations().entrySet().stream())
                .filter(e -> e.getKey().endsWith("-tasks") || e.getKey().endsWith("-evaluations")).flatMap(e -> List.of(e.getValue().split(",")).stream()).toList();
    }

    private static String configMap(String name) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + ", namespace: default}\ndata:\n  key: one\n";
    }
}
