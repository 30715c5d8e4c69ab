package dev.dromon.sandbox.controller;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.dromon.model.Hash;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Objects that belong to others: how they are found, what they are made of, and how they stand. */
final class Owned {

    private static final int HASH_DIGITS = 10;
    private static final int NOT_FOUND = 404;
    private static final Set<String> OVER = Set.of("Succeeded", "Failed");
    private static final ObjectMapper SORTED = new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private Owned() {
    }

    /** A reference that makes the owner the controller of whatever carries it. */
    static OwnerReference by(HasMetadata owner) {
        return new OwnerReferenceBuilder().withApiVersion(owner.getApiVersion()).withKind(owner.getKind()).withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid()).withController(true).withBlockOwnerDeletion(true).build();
    }

    /** Those of the objects that the owner controls, by name. */
    static <T extends HasMetadata> List<T> of(HasMetadata owner, List<T> objects) {
        return objects.stream().filter(o -> o.getMetadata().getOwnerReferences().stream().anyMatch(r -> r.getUid().equals(owner.getMetadata().getUid())))
                .sorted(Comparator.comparing(o -> o.getMetadata().getName())).toList();
    }

    /** The pods that the owner controls and that have not run to their end, by name. */
    static List<Pod> pods(KubernetesClient client, HasMetadata owner) {
        return of(owner, client.pods().inNamespace(owner.getMetadata().getNamespace()).list().getItems()).stream()
                .filter(p -> p.getStatus() == null || !OVER.contains(String.valueOf(p.getStatus().getPhase()))).toList();
    }

    /** A pod of the owner made from a template, with one more label. */
    static Pod pod(HasMetadata owner, PodTemplateSpec template, String name, Map<String, String> moreLabels) {
        ObjectMeta meta = Optional.ofNullable(template.getMetadata()).orElseGet(ObjectMeta::new);
        return new PodBuilder().withNewMetadata().withName(name).withNamespace(owner.getMetadata().getNamespace()).withLabels(with(meta.getLabels(), moreLabels))
                .withAnnotations(meta.getAnnotations()).withOwnerReferences(by(owner)).endMetadata().withSpec(template.getSpec()).build();
    }

    static Map<String, String> with(Map<String, String> labels, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(Optional.ofNullable(labels).orElse(Map.of()));
        all.putAll(more);
        return all;
    }

    static Optional<String> label(HasMetadata object, String key) {
        return Optional.ofNullable(object.getMetadata().getLabels()).map(labels -> labels.get(key));
    }

    static long ready(List<Pod> pods) {
        return pods.stream().filter(Owned::ready).count();
    }

    static boolean ready(Pod pod) {
        return pod.getStatus() != null && pod.getStatus().getConditions().stream().anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
    }

    /** A digest of the pod template, the same for the same content in any order of keys. */
    static String hash(PodTemplateSpec template) {
        try {
            return Hash.sha256(SORTED.writeValueAsString(template), HASH_DIGITS);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the pod template cannot be written as JSON", e);
        }
    }

    /** Deletes an object; that it is gone already is fine. */
    static void delete(KubernetesClient client, String uri) {
        try {
            client.raw(uri, "DELETE", null);
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND) {
                throw e;
            }
        }
    }

    static int or(Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}
