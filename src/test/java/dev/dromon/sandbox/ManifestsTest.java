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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {

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
                assertThat(objects.get(0).getKind()).as("%s", example).isEqualTo("Namespace");
                assertThat(objects.get(0).getMetadata().getAnnotations()).containsEntry("keptn.sh/lifecycle-toolkit", "enabled");
                assertThat(objects.stream().skip(1)).allSatisfy(o -> assertThat(o.getMetadata().getNamespace()).isEqualTo(objects.get(0).getMetadata().getName()));
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
