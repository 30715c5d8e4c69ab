package dev.dromon.discovery;

import dev.dromon.model.Hash;
import java.util.List;
import java.util.Optional;

/** The version of a pod that does not name one. Pure; never throws. Rule: docs/reference/annotations.md; the digest is Keptn's. */
final class VersionInference {

    private VersionInference() {
    }

    /** The image tag of the named container when it has one other than latest; otherwise a digest of all containers. */
    static String infer(List<PodObservation.Container> containers, Optional<String> named) {
        return containers.stream().filter(c -> named.equals(Optional.of(c.name()))).findFirst().flatMap(c -> tag(c.image())).orElseGet(() -> digest(containers));
    }

    /** Tag of an image reference; empty when it has none, or latest. A registry's port and a digest are not tags. */
    static Optional<String> tag(String image) {
        String reference = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
        int colon = reference.lastIndexOf(':');
        if (colon <= reference.lastIndexOf('/')) {
            return Optional.empty();
        }
        return Optional.of(reference.substring(colon + 1)).filter(tag -> !tag.isEmpty() && !tag.equals("latest"));
    }

    private static String digest(List<PodObservation.Container> containers) {
        StringBuilder text = new StringBuilder();
        for (PodObservation.Container container : containers) {
            text.append(container.name()).append(container.image());
            container.env().forEach(e -> text.append(e.name()).append(e.value()));
        }
        return Hash.fnv1a(text.toString());
    }
}
