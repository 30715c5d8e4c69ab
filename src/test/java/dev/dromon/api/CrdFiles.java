package dev.dromon.api;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The CRD files of the project and the Java types they belong to, both found rather than listed. */
final class CrdFiles {

    static final Path FOLDER = Path.of("kustomize", "base", "crds");
    static final String KUSTOMIZATION = "kustomization.yaml";

    private CrdFiles() {
    }

    /** Every custom resource type of the package that a CRD of ours describes; an Argo Rollout is described by Argo. */
    static List<Class<?>> types() {
        return new ClassFileImporter().importPackages(CrdFiles.class.getPackageName()).stream()
            .filter(c -> c.isAssignableTo(CustomResource.class) && !c.getModifiers().contains(JavaModifier.ABSTRACT))
            .filter(c -> !c.isEquivalentTo(Rollout.class))
            .map(JavaClass::reflect)
            .collect(Collectors.toList());
    }

    static List<Path> paths() {
        try (var files = Files.list(FOLDER)) {
            return files.filter(f -> !f.endsWith(KUSTOMIZATION)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<CustomResourceDefinition> all() {
        return paths().stream().map(CrdFiles::read).toList();
    }

    /** The CRD of a type, freshly read, so that a test may change it. */
    static CustomResourceDefinition of(Class<?> type) {
        return all().stream().filter(crd -> crd.getSpec().getNames().getKind().equals(type.getSimpleName())).findFirst()
            .orElseThrow(() -> new AssertionError("expected a CRD of kind " + type.getSimpleName() + " in " + FOLDER + ", found none"));
    }

    static CustomResourceDefinitionVersion version(CustomResourceDefinition crd) {
        return crd.getSpec().getVersions().get(0);
    }

    static JSONSchemaProps schema(CustomResourceDefinition crd) {
        return version(crd).getSchema().getOpenAPIV3Schema();
    }

    private static CustomResourceDefinition read(Path file) {
        try (var in = Files.newInputStream(file)) {
            return new KubernetesSerialization().unmarshal(in, CustomResourceDefinition.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
