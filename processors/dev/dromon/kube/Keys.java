package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;

/** Keys of objects in caches and queues. Never throws. */
public final class Keys {

    private Keys() {
    }

    /** {@code namespace/name}, or {@code name} when the namespace is null or empty. */
    public static String key(String namespace, String name) {
        return namespace == null || namespace.isEmpty() ? name : namespace + "/" + name;
    }

    /** Key of an object. */
    public static String key(HasMetadata object) {
        return key(object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    /** The version of an object as a number that grows with each write; 0 when it is none. */
    public static long version(HasMetadata object) {
        return version(object.getMetadata().getResourceVersion());
    }

    /** Versions are decimal numbers (Kubernetes API concepts, resource versions). */
    public static long version(String text) {
        return text == null || !text.matches("\\d{1,18}") ? 0 : Long.parseLong(text);
    }

    /** Uids of all owners of an object; empty when it has none. */
    public static List<String> ownerUids(HasMetadata object) {
        List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
        return owners == null ? List.of() : owners.stream().map(OwnerReference::getUid).toList();
    }
}
