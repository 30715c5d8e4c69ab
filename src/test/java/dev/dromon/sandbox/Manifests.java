package dev.dromon.sandbox;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Manifests in YAML files, as kubectl takes them. */
public final class Manifests {

    private static final String KUSTOMIZATION = "kustomization.yaml";
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final int CONFLICT = 409;

    private Manifests() {
    }

    /**
     * All objects of a file, or of the .yaml and .yml files directly in a folder in the order of their names; a kustomization is left out. Throws
     * IllegalArgumentException, naming the file, when there is nothing to read or it is not a manifest.
     */
    public static List<HasMetadata> read(Path manifests) {
        List<Path> files = files(manifests);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("expected YAML files in " + manifests + ", found none; name a folder with manifests or one file");
        }
        return files.stream().flatMap(Manifests::objects).toList();
    }

    /**
     * Creates an object, or merges it into the one of that name: what the manifest does not mention stays, lists are replaced as a whole. Kubectl also removes
     * what an earlier manifest mentioned; this does not.
     */
    public static HasMetadata apply(KubernetesClient client, HasMetadata object) {
        Resource<HasMetadata> resource = client.resource(object);
        try {
            return resource.create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                throw e;
            }
            return resource.patch(PatchContext.of(PatchType.JSON_MERGE), client.getKubernetesSerialization().asJson(object));
        }
    }

    private static List<Path> files(Path manifests) {
        if (!Files.isDirectory(manifests)) {
            return Files.isRegularFile(manifests) ? List.of(manifests) : List.of();
        }
        try (Stream<Path> found = Files.list(manifests)) {
            return found.filter(f -> f.toString().matches(".*\\.ya?ml") && !f.endsWith(KUSTOMIZATION)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<HasMetadata> objects(Path file) {
        Object content;
        try (var in = Files.newInputStream(file)) {
            content = YAML.unmarshal(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("expected Kubernetes manifests in " + file + ", found something else: " + e.getMessage(), e);
        }
        Collection<?> all = content instanceof Collection<?> several ? several : List.of(content);
        return all.stream().map(object -> complete(file, object));
    }

    private static HasMetadata complete(Path file, Object content) {
        if (content instanceof HasMetadata object && object.getKind() != null && object.getMetadata() != null) {
            return object;
        }
        throw new IllegalArgumentException("expected apiVersion, kind and metadata in every document of " + file + ", found one without");
    }
}
