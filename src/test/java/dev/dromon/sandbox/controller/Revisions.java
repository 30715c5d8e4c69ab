package dev.dromon.sandbox.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The numbered pod templates of StatefulSets and DaemonSets. */
final class Revisions {

    private final KubernetesClient client;
    private final String hashLabel;

    /** The label differs: a StatefulSet's revisions carry {@code controller.kubernetes.io/hash}, a DaemonSet's {@code controller-revision-hash}. */
    Revisions(KubernetesClient client, String hashLabel) {
        this.client = client;
        this.hashLabel = hashLabel;
    }

    /** The revision of that template, created when there is none; always the one with the highest number. */
    ControllerRevision of(HasMetadata owner, PodTemplateSpec template) {
        String hash = Owned.hash(template);
        List<ControllerRevision> all = Owned.of(owner, client.apps().controllerRevisions().inNamespace(owner.getMetadata().getNamespace()).list().getItems());
        long newest = all.stream().mapToLong(ControllerRevision::getRevision).max().orElse(0);
        Optional<ControllerRevision> found = all.stream().filter(r -> Owned.label(r, hashLabel).equals(Optional.of(hash))).findFirst();
        if (found.isEmpty()) {
            return client.resource(new ControllerRevisionBuilder().withNewMetadata().withName(owner.getMetadata().getName() + "-" + hash)
                    .withNamespace(owner.getMetadata().getNamespace())
                    .withLabels(Owned.with(template.getMetadata().getLabels(), Map.of(hashLabel, hash))).withOwnerReferences(Owned.by(owner)).endMetadata()
                    .withData(Map.of("spec", Map.of("template", template))).withRevision(newest + 1).build()).create();
        }
        return found.get().getRevision() == newest ? found.get() : client.resource(found.get().edit().withRevision(newest + 1).build()).update();
    }
}
